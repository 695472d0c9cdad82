import type { Indicator, Selector } from '../../shared/model/planIndicators.ts';
import { exactSum } from './exactSum.ts';
import type { JudgedSample } from './naiveIntake.ts';
import { measureLatency } from './naiveLatency.ts';
import { ageMsOf, matching, spanOf, wholeSeconds, within, type Place, type Span, type World } from './naiveWorld.ts';

export type Status = 'known' | 'none' | 'insufficient' | 'stale' | 'never';

/** What the samples of a span come to. */
export interface Measured {
  /** Undefined where there is nothing to divide by. */
  readonly value: number | undefined;
  readonly n: number;
  /** What the value counts, for what is decided from counts. */
  readonly part: number;
  /** The window is not covered yet. */
  readonly isEarly?: boolean;
}

/** Section 2 for one indicator, one window and one cell. */
export interface Reading extends Measured {
  readonly status: Status;
  readonly ageMs: number | undefined;
}

export function indicatorOf(world: World, id: string): Indicator {
  const indicator = world.plan.indicators[id];
  if (indicator === undefined) throw new Error(`The plan has no indicator ${id}.`);
  return indicator;
}

/** By how much the windows of this indicator's rules are moved back; a comparison waits for its later side. */
export function delaySecondsOf(world: World, indicator: Indicator): number {
  if (indicator.matures !== undefined || indicator.kind !== 'compare') return wholeSeconds(indicator.matures ?? 0);
  const { treatment, baseline } = indicator;
  return Math.max(...[treatment, baseline].map((id) => delaySecondsOf(world, indicatorOf(world, id))));
}

/** What the indicator itself asks of n. */
export function ownLeastN(indicator: Indicator): number {
  return ['total', 'gauge', 'speed'].includes(indicator.kind) ? 0 : (indicator.minimum?.n ?? 0);
}

export function readNaiveIndicator(world: World, place: Place, id: string, windowMs: number, leastN: number): Reading {
  const indicator = indicatorOf(world, id);
  const measured = measure(world, place, indicator, spanOf(place.tick, windowMs, delaySecondsOf(world, indicator)));
  const { status, ageMs } = lossOf(world, place, indicator);
  const own = (): Status => {
    if (measured.value === undefined) return 'none';
    return measured.n < leastN || measured.isEarly === true ? 'insufficient' : 'known';
  };
  return { ...measured, status: status ?? own(), ageMs };
}

/** `never`, `stale`, or undefined where the value itself decides. */
export function lossOf(
  world: World,
  place: Place,
  indicator: Indicator,
): { status: 'never' | 'stale' | undefined; ageMs: number | undefined } {
  const ageMs = ageMsOf(world, place.tick, feeders(world, place, indicator));
  if (ageMs === undefined) return { status: 'never', ageMs };
  const staleAfterMs = indicator.staleAfter ?? world.plan.clock?.staleAfter ?? 30_000;
  return { status: ageMs > staleAfterMs ? 'stale' : undefined, ageMs };
}

/** The sources that feed the value. */
function feeders(world: World, place: Place, indicator: Indicator): Set<string> {
  const named = signs(world, indicator).flatMap((alive) => ('source' in alive ? alive.source : []));
  const heard = world.intake.heard.filter(({ source, atMs }) => named.includes(source) && atMs < place.tick * 1000);
  const samples = feedingSamples(world, place, indicator).map(({ sample }) => sample);
  return new Set([...samples, ...heard].map(({ source }) => source));
}

/** The samples that say that the value is fed: its own in the cell, and signs of life anywhere. */
function feedingSamples(world: World, place: Place, indicator: Indicator): JudgedSample[] {
  const anywhere = { ...place, cell: {} };
  return [
    ...inputs(world, indicator).flatMap(([kind, selector]) => matching(world, place, kind, selector)),
    ...signs(world, indicator).flatMap((alive) => ('metric' in alive ? matching(world, anywhere, 'any', alive) : [])),
  ];
}

/** What the indicator names as its sign of life; a comparison also has those of its sides. */
function signs(world: World, indicator: Indicator): NonNullable<Indicator['alive']>[] {
  const sides = indicator.kind === 'compare' ? [indicator.treatment, indicator.baseline] : [];
  return [
    ...(indicator.alive === undefined ? [] : [indicator.alive]),
    ...sides.flatMap((id) => signs(world, indicatorOf(world, id))),
  ];
}

type Input = readonly [kind: 'count' | 'gauge' | 'latency', selector: Selector];

function inputs(world: World, indicator: Indicator): Input[] {
  switch (indicator.kind) {
    case 'ratio':
      return [
        ['count', indicator.total],
        ['count', partOf(indicator)],
      ];
    case 'rate':
      return [
        ['count', indicator.per],
        ['count', indicator.count],
      ];
    case 'speed':
    case 'total':
      return [['count', indicator.count]];
    case 'share':
    case 'quantile':
    case 'mean':
      return [['latency', indicator.latency]];
    case 'gauge':
      return [['gauge', indicator.gauge]];
    case 'compare':
      return [indicator.treatment, indicator.baseline].flatMap((id) => inputs(world, indicatorOf(world, id)));
  }
}

function partOf(indicator: Extract<Indicator, { kind: 'ratio' }>): Selector {
  const part = indicator.bad ?? indicator.of ?? indicator.good;
  if (part === undefined) throw new Error('A ratio has bad, good or of.');
  return part;
}

/** Numerator and denominator of a ratio or a rate, from those of its samples that are kept. */
export function countsOf(
  world: World,
  place: Place,
  indicator: Indicator,
  keep: (samples: JudgedSample[]) => JudgedSample[],
): { part: number; n: number; scale: number } {
  const sum = (selector: Selector): number => sumCounts(keep(matching(world, place, 'count', selector)));
  if (indicator.kind === 'rate') {
    return { part: sum(indicator.count), n: sum(indicator.per), scale: indicator.scale ?? 1 };
  }
  if (indicator.kind !== 'ratio') throw new Error(`A ${indicator.kind} has no counts.`);
  const n = sum(indicator.total);
  const part = sum(partOf(indicator));
  return { part: indicator.good === undefined ? part : n - part, n, scale: 1 };
}

function sumCounts(samples: readonly JudgedSample[]): number {
  return exactSum(samples.map(({ sample }) => (sample.kind === 'count' ? sample.value : 0)));
}

/** The value over the buckets of a span. */
export function measure(world: World, place: Place, indicator: Indicator, span: Span): Measured {
  const inSpan = (samples: JudgedSample[]): JudgedSample[] => within(samples, span);
  switch (indicator.kind) {
    case 'ratio':
    case 'rate': {
      const { part, n, scale } = countsOf(world, place, indicator, inSpan);
      return { value: n === 0 ? undefined : (part / n) * scale, n, part };
    }
    case 'speed': {
      const samples = inSpan(matching(world, place, 'count', indicator.count));
      const n = sumCounts(samples);
      const firstBucket = Math.min(...feedingSamples(world, place, indicator).map((it) => it.bucket));
      const peaks = samples.map(({ bucket }) => sumCounts(samples.filter((it) => it.bucket === bucket)));
      const value = indicator.peak === true ? Math.max(0, ...peaks) : n / (span.to - span.from);
      return { value, n, part: n, isEarly: firstBucket > span.from };
    }
    case 'total': {
      const n = sumCounts(inSpan(matching(world, place, 'count', indicator.count)));
      return { value: n, n, part: n };
    }
    case 'gauge': {
      const values = lastOfEachSeries(inSpan(matching(world, place, 'gauge', indicator.gauge)));
      return { value: overSeries(values, indicator.over ?? 'sum'), n: values.length, part: 0 };
    }
    case 'share':
    case 'quantile':
    case 'mean':
      return measureLatency(inSpan(matching(world, place, 'latency', indicator.latency)), indicator);
    case 'compare':
      return compare(
        countsOf(world, place, indicatorOf(world, indicator.treatment), inSpan),
        countsOf(world, place, indicatorOf(world, indicator.baseline), inSpan),
      );
  }
}

/** The ratio of two rates; there is none where a side has no traffic or the baseline no event. */
export function compare(one: ReturnType<typeof countsOf>, other: ReturnType<typeof countsOf>): Measured {
  const ratio = ((one.part / one.n) * one.scale) / ((other.part / other.n) * other.scale);
  const isNone = one.n === 0 || other.n === 0 || other.part === 0;
  return { value: isNone ? undefined : ratio, n: Math.min(one.n, other.n), part: one.part };
}

function lastOfEachSeries(samples: readonly JudgedSample[]): number[] {
  const last = new Map<string, { t: number; value: number }>();
  for (const { sample } of samples) {
    if (sample.kind !== 'gauge') continue;
    const labels = Object.entries(sample.labels).sort(([one], [other]) => (one < other ? -1 : 1));
    const series = JSON.stringify([sample.source, labels]);
    if (sample.t >= (last.get(series)?.t ?? -Infinity)) last.set(series, sample);
  }
  return [...last.values()].map(({ value }) => value);
}

function overSeries(values: readonly number[], over: 'sum' | 'sumAbs' | 'max' | 'min' | 'mean'): number | undefined {
  if (values.length === 0) return undefined;
  if (over === 'max') return Math.max(...values);
  if (over === 'min') return Math.min(...values);
  if (over === 'sumAbs') return exactSum(values.map(Math.abs));
  return over === 'sum' ? exactSum(values) : exactSum(values) / values.length;
}
