import { cellKey, cellWords, isInCell, matchesSeries, type Selector } from '../../shared/judge/selector.ts';
import { numberWords, percentWords } from '../../shared/judge/words.ts';
import type { Indicator } from '../../shared/model/planIndicators.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { SeriesColumns, SeriesRollUp } from '../../shared/model/session.ts';
import type { Chart, Firing } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import { isSame, quantileName, quantilesOf, seriesIn } from './reviewLatencies.ts';
import type { ReviewTimes } from './reviewTimes.ts';
import { measuredOf, watchedIndicators, type WatchedIndicator } from './watchedIndicators.ts';

/** Cells of one indicator that have charts of their own, at most. */
const mostCells = 3;

/** One chart for everything that rules look at, and one for each cell of it that fired; indicators of one latency share theirs. */
export function chartsOf(input: ReviewInput, firings: readonly Firing[], times: ReviewTimes): Chart[] {
  const { rollUp, ticks } = input;
  if (rollUp === undefined || ticks === undefined) return [];
  return shared(watchedIndicators(input.plan)).flatMap((watched): Chart[] => {
    const own = firings.filter(({ trigger }) => watched.triggers.includes(trigger));
    return [{}, ...(watched.indicator.by === undefined ? [] : cellsThatFired(own))].flatMap((cell: Labels) => {
      const lines = linesOf(input, rollUp, watched, cell).filter(({ values }) =>
        values.some((value) => value !== null),
      );
      const inCell = own.filter((one) => cellKey(one.cell) === cellKey(cell));
      return lines.length === 0 ? [] : [chartOf(input, { watched, cell, lines, firings: inCell, rollUp }, times)];
    });
  });
}

interface Drawn {
  readonly watched: WatchedIndicator;
  readonly cell: Labels;
  readonly lines: Chart['lines'];
  readonly firings: readonly Firing[];
  readonly rollUp: SeriesRollUp;
}

function chartOf({ plan, ticks }: ReviewInput, drawn: Drawn, times: ReviewTimes): Chart {
  const { watched, cell, lines, firings, rollUp } = drawn;
  const where = cellKey(cell) === '' ? '' : `, ${cellWords(cell)}`;
  const lastAt = (ticks?.last ?? 0) * 1000;
  const chart: Omit<Chart, 'says'> = {
    id: `${watched.id}${where}`,
    title: `${watched.indicator.says ?? watched.id}${where}`,
    unit: unitOf(watched.indicator),
    fromAt: rollUp.fromBucket * 1000,
    stepMs: rollUp.stepSeconds * 1000,
    lines,
    limits: watched.limits,
    fired: firings.map(({ trigger, fromAt, toAt }) => ({
      fromAt,
      toAt: toAt ?? lastAt,
      arm: plan.triggers[trigger]?.arm ?? 'advise',
    })),
  };
  return { ...chart, says: chartWords(chart, firings.length, times) };
}

/** From here on milliseconds are told in minutes. */
const mostMillis = 120_000;

/** What a number of a chart says, with its unit. */
export function chartValue(unit: Chart['unit'], value: number): string {
  if (unit === 'percent') return percentWords(value);
  if (unit === 'number') return numberWords(value, 3);
  if (unit === 'ms' && value >= mostMillis) return `${numberWords(value / 60_000, 3)} min`;
  return `${numberWords(value, 3)} ${unit}`;
}

/** Quantile, mean and share of the same latency are one picture. */
function shared(watched: readonly WatchedIndicator[]): WatchedIndicator[] {
  const charts = new Map<string, WatchedIndicator>();
  for (const one of watched) {
    const measured = 'latency' in one.indicator ? JSON.stringify(one.indicator.latency) : one.id;
    const limits = one.indicator.kind === 'share' ? limitOfShare(one) : one.limits;
    const before = charts.get(measured);
    charts.set(
      measured,
      before === undefined
        ? { ...one, limits }
        : {
            ...before,
            id: `${before.id}, ${one.id}`,
            triggers: [...new Set([...before.triggers, ...one.triggers])],
            limits: [
              ...before.limits,
              ...limits.filter(({ value }) => before.limits.every((had) => had.value !== value)),
            ],
          },
    );
  }
  return [...charts.values()];
}

/** Limits of a share are shares; its picture is of latencies, and so is the limit within which it counts. */
function limitOfShare({ id, indicator }: WatchedIndicator): WatchedIndicator['limits'] {
  return indicator.kind === 'share' ? [{ name: id, value: indicator.within, side: 'over' }] : [];
}

function linesOf(
  input: ReviewInput,
  rollUp: SeriesRollUp,
  { id, indicator }: WatchedIndicator,
  cell: Labels,
): Chart['lines'] {
  if (indicator.kind === 'compare') {
    return [indicator.treatment, indicator.baseline].flatMap((part) => {
      const of = input.plan.indicators[part];
      return of === undefined ? [] : [{ name: part, values: valuesOf(input, rollUp, of, cell) }];
    });
  }
  if ('latency' in indicator) {
    return latencyLines(input, rollUp, indicator.latency, cell);
  }
  return [{ name: cellKey(cell) === '' ? id : cellWords(cell), values: valuesOf(input, rollUp, indicator, cell) }];
}

/** Percentiles of each step, and the mean where the plan asks for it. What lies in no bucket is drawn as the slowest. */
function latencyLines(input: ReviewInput, rollUp: SeriesRollUp, selector: Selector, cell: Labels): Chart['lines'] {
  const { columns } = input.latency(seriesIn(input, selector, cell), quantilesOf(input.plan, selector));
  const [one] = columns;
  if (one === undefined) return [];
  const isAsked = Object.values(input.plan.indicators).some(
    (indicator) => indicator.kind === 'mean' && isSame(indicator.latency, selector),
  );
  const at = (values: Float64Array, step: number): number => {
    const value = values[step] ?? NaN;
    return value === Infinity ? (one.max[step] ?? NaN) : value;
  };
  return [
    ...one.quantiles.map(({ q, values }) => ({
      name: quantileName(q),
      values: steps(rollUp, (step) => at(values, step)),
    })),
    ...(isAsked
      ? [{ name: 'mean', values: steps(rollUp, (step) => ratio(sum(columns, 'sum', step), sum(columns, 'n', step))) }]
      : []),
  ];
}

function valuesOf(input: ReviewInput, rollUp: SeriesRollUp, indicator: Indicator, cell: Labels): (number | null)[] {
  const measured = measuredOf(indicator);
  if (measured === undefined) return [];
  const above = columnsOf(input, rollUp, measured.above, cell);
  const below = measured.below && columnsOf(input, rollUp, measured.below, cell);
  if (below !== undefined) {
    const isGood = indicator.kind === 'ratio' && indicator.good !== undefined;
    const scale = indicator.kind === 'rate' ? (indicator.scale ?? 1) : 1;
    return steps(rollUp, (step) => {
      const share = ratio(sum(above, 'sum', step), sum(below, 'sum', step));
      return share === null ? null : (isGood ? 1 - share : share) * scale;
    });
  }
  if (indicator.kind === 'gauge') return steps(rollUp, (step) => gaugeAt(above, indicator.over ?? 'sum', step));
  if (indicator.kind === 'total') {
    let all = 0;
    return steps(rollUp, (step) => (all += sum(above, 'sum', step)));
  }
  return steps(rollUp, (step) =>
    isSilent(above, step) ? null : sum(above, 'sum', step) / secondsIn(input, rollUp, step),
  );
}

function columnsOf({ series }: ReviewInput, rollUp: SeriesRollUp, selector: Selector, cell: Labels): SeriesColumns[] {
  const ids = new Set(
    series.filter((one) => matchesSeries(selector, one) && isInCell(one.labels, cell)).map((one) => one.id),
  );
  return rollUp.columns.filter((columns) => columns.series.some((id) => ids.has(id)));
}

function steps({ steps: count }: SeriesRollUp, at: (step: number) => number | null): (number | null)[] {
  return Array.from({ length: count }, (_, step) => {
    const value = at(step);
    return value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(4));
  });
}

function sum(columns: readonly SeriesColumns[], of: 'n' | 'sum', step: number): number {
  let all = 0;
  for (const column of columns) if ((column.n[step] ?? 0) > 0) all += column[of][step] ?? 0;
  return all;
}

function gaugeAt(columns: readonly SeriesColumns[], over: string, step: number): number | null {
  const values = columns.map((column) => column.last[step] ?? NaN).filter((value) => !Number.isNaN(value));
  if (values.length === 0) return null;
  if (over === 'max') return Math.max(...values);
  if (over === 'min') return Math.min(...values);
  const all = values.reduce((before, value) => before + (over === 'sumAbs' ? Math.abs(value) : value), 0);
  return over === 'mean' ? all / values.length : all;
}

/** The first and the last step may reach beyond what was judged. */
function secondsIn({ ticks }: ReviewInput, { fromBucket, stepSeconds }: SeriesRollUp, step: number): number {
  const from = fromBucket + step * stepSeconds;
  const to = from + stepSeconds;
  return Math.max(1, Math.min(to, (ticks?.last ?? to) + 1) - Math.max(from, ticks?.first ?? from));
}

function isSilent(columns: readonly SeriesColumns[], step: number): boolean {
  return columns.every((column) => (column.n[step] ?? 0) === 0);
}

function ratio(above: number, below: number): number | null {
  return below === 0 ? null : above / below;
}

function unitOf({ kind }: Indicator): Chart['unit'] {
  if (kind === 'ratio') return 'percent';
  if (kind === 'quantile' || kind === 'mean' || kind === 'share') return 'ms';
  return kind === 'speed' ? 'a second' : 'number';
}

/** The cells that fired most often, the most first. */
function cellsThatFired(firings: readonly Firing[]): Labels[] {
  const counts = new Map<string, { cell: Labels; count: number }>();
  for (const { cell } of firings) {
    const key = cellKey(cell);
    if (key === '') continue;
    const known = counts.get(key) ?? { cell, count: 0 };
    known.count += 1;
    counts.set(key, known);
  }
  const sorted = [...counts.values()].sort((a, b) => b.count - a.count);
  return sorted.slice(0, mostCells).map(({ cell }) => cell);
}

function chartWords(chart: Omit<Chart, 'says'>, fired: number, times: ReviewTimes): string {
  const { lines, unit, fromAt, stepMs } = chart;
  const peaks = lines.map(({ name, values }) => {
    let best: { value: number; step: number } | undefined;
    values.forEach((value, step) => {
      if (value !== null && (best === undefined || value > best.value)) best = { value, step };
    });
    if (best === undefined) return `${name}: nothing`;
    const at = fromAt + best.step * stepMs;
    const whose = lines.length === 1 ? 'At' : `${name}: at`;
    return `${whose} most ${chartValue(unit, best.value)}, near ${times.time(at)} (${times.clock(at)})`;
  });
  const firings =
    fired === 0 ? 'No trigger on it fired' : `Triggers on it fired ${fired === 1 ? 'once' : `${fired} times`}`;
  return `${peaks.join('; ')}. ${firings}.`;
}
