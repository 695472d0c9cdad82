import type { Indicator } from '../model/planIndicators.ts';
import type { Labels } from '../model/series.ts';
import type { Board, SumReader } from './board.ts';
import type { Measured } from './reading.ts';
import type { Selector } from './selector.ts';
import type { Span } from './tallyBlock.ts';

/** Registers what one indicator needs of the board and returns what turns the sums into its value. */
export function measureIndicator(
  board: Board,
  indicator: Exclude<Indicator, { kind: 'compare' }>,
  cell: Labels,
  span: Span,
): (into: Measured, tick: number) => void {
  const sumOf = (selector: Selector): SumReader => board.sum('count', selector, cell, { kind: 'sum' }, span);
  switch (indicator.kind) {
    case 'ratio': {
      const part = sumOf(indicator.bad ?? indicator.of ?? indicator.good ?? indicator.total);
      const total = sumOf(indicator.total);
      const partIsGood = indicator.good !== undefined;
      return (into) => divide(into, partIsGood ? total() - part() : part(), total(), 1);
    }
    case 'rate': {
      const count = sumOf(indicator.count);
      const per = sumOf(indicator.per);
      return (into) => divide(into, count(), per(), indicator.scale ?? 1);
    }
    case 'speed': {
      const count = sumOf(indicator.count);
      const peak = indicator.peak === true ? board.peak(indicator.count, cell, span) : undefined;
      return (into, tick) => {
        into.n = count();
        into.numerator = into.n;
        into.value = peak === undefined ? into.n / span.windowS : peak(tick);
      };
    }
    case 'total': {
      const count = sumOf(indicator.count);
      return (into) => {
        into.n = count();
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
      const latencyOf = (kind: 'sum' | 'n' | 'bucketed'): SumReader =>
        board.sum('latency', indicator.latency, cell, { kind }, span);
      const sum = latencyOf('sum');
      const n = latencyOf('n');
      const bucketed = latencyOf('bucketed');
      return (into) => {
        into.n = n();
        into.value = into.n === 0 ? undefined : sum() / into.n;
        into.exact = bucketed() === 0;
      };
    }
  }
}

function measureShare(
  board: Board,
  latency: Selector,
  limitMs: number,
  cell: Labels,
  span: Span,
): (into: Measured, tick: number) => void {
  const within = board.sum('latency', latency, cell, { kind: 'within', limitMs }, span);
  const straddling = board.sum('latency', latency, cell, { kind: 'straddling', limitMs }, span);
  const n = board.sum('latency', latency, cell, { kind: 'n' }, span);
  return (into) => {
    divide(into, within(), n(), 1);
    into.exact = straddling() === 0;
  };
}

function divide(into: Measured, numerator: number, denominator: number, scale: number): void {
  into.numerator = numerator;
  into.n = denominator;
  into.value = denominator === 0 ? undefined : (numerator / denominator) * scale;
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
