import type { Indicator } from '../model/planIndicators.ts';
import type { Labels } from '../model/series.ts';
import type { Board } from './board.ts';
import type { Measured, Quotient } from './reading.ts';
import type { RunningSum } from './runningSum.ts';
import type { Selector } from './selector.ts';
import type { Span } from './tallyBlock.ts';

/** Registers what one indicator needs of the board: one sum over another, or what turns sums into its value. */
export function measureIndicator(
  board: Board,
  indicator: Exclude<Indicator, { kind: 'compare' }>,
  cell: Labels,
  span: Span,
): Quotient | ((into: Measured, tick: number) => void) {
  const sumOf = (selector: Selector): RunningSum => board.sum('count', selector, cell, { kind: 'sum' }, span);
  switch (indicator.kind) {
    case 'ratio': {
      const part = sumOf(indicator.bad ?? indicator.of ?? indicator.good ?? indicator.total);
      const isRest = indicator.good !== undefined;
      return { kind: 'quotient', part, isRest, of: sumOf(indicator.total), scale: 1, straddling: undefined };
    }
    case 'rate': {
      const count = sumOf(indicator.count);
      const of = sumOf(indicator.per);
      return { kind: 'quotient', part: count, isRest: false, of, scale: indicator.scale ?? 1, straddling: undefined };
    }
    case 'speed': {
      const count = sumOf(indicator.count);
      const peak = indicator.peak === true ? board.peak(indicator.count, cell, span) : undefined;
      return (into, tick) => {
        into.n = count.now;
        into.numerator = into.n;
        into.value = peak === undefined ? into.n / span.windowS : peak(tick);
      };
    }
    case 'total': {
      const count = sumOf(indicator.count);
      return (into) => {
        into.n = count.now;
        into.numerator = into.n;
        into.value = into.n;
      };
    }
    case 'gauge': {
      const values = board.gauge(indicator.gauge, cell, span);
      return (into, tick) => {
        const each = values(tick);
        into.n = each.length;
        into.value = each.length === 0 ? undefined : overSeries(indicator.over ?? 'sum', each);
      };
    }
    case 'share':
      return measureShare(board, indicator.latency, indicator.within, cell, span);
    case 'quantile': {
      const window = board.latency(indicator.latency, cell, span);
      return (into) => {
        const { value, n, exact } = window.quantile(indicator.q);
        into.value = value;
        into.n = n;
        into.exact = exact;
      };
    }
    case 'mean': {
      const latencyOf = (kind: 'sum' | 'n' | 'bucketed'): RunningSum =>
        board.sum('latency', indicator.latency, cell, { kind }, span);
      const sum = latencyOf('sum');
      const n = latencyOf('n');
      const bucketed = latencyOf('bucketed');
      return (into) => {
        into.n = n.now;
        into.value = into.n === 0 ? undefined : sum.now / into.n;
        into.exact = bucketed.now === 0;
      };
    }
  }
}

function measureShare(board: Board, latency: Selector, limitMs: number, cell: Labels, span: Span): Quotient {
  const part = board.sum('latency', latency, cell, { kind: 'within', limitMs }, span);
  const straddling = board.sum('latency', latency, cell, { kind: 'straddling', limitMs }, span);
  const of = board.sum('latency', latency, cell, { kind: 'n' }, span);
  return { kind: 'quotient', part, isRest: false, of, scale: 1, straddling };
}

/** The ratio of two rates. With nothing on the baseline's side there is no ratio, but there may still be evidence. */
export function compareMeasured(into: Measured, treatment: Measured, baseline: Measured): void {
  into.n = Math.min(treatment.n, baseline.n);
  into.numerator = treatment.numerator;
  into.value =
    treatment.value === undefined || baseline.value === undefined || baseline.value === 0
      ? undefined
      : treatment.value / baseline.value;
}

function overSeries(over: 'sum' | 'sumAbs' | 'max' | 'min' | 'mean', values: readonly number[]): number {
  switch (over) {
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'sumAbs':
      return values.reduce((sum, value) => sum + Math.abs(value), 0);
    case 'max':
      return Math.max(...values);
    case 'min':
      return Math.min(...values);
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
  }
}
