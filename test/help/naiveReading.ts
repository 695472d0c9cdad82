import type { Indicator, Selector } from '../../shared/model/planIndicators.ts';
import { binOf, valueOfBin } from '../../shared/stats/sketch.ts';
import { exactSum } from './exactSum.ts';
import type { JudgedSample } from './naiveIntake.ts';
import { ageMsOf, matching, spanOf, wholeSeconds, within, type Place, type Span, type World } from './naiveWorld.ts';

export type Status = 'known' | 'none' | 'insufficient' | 'stale' | 'never';

/** Section 2 for one indicator, one window and one cell. */
export interface Reading {
  readonly status: Status;
  /** Undefined where there is nothing to divide by. */
  readonly value: number | undefined;
  readonly n: number;
  readonly ageMs: number | undefined;
  /** The numerator, for what is decided from counts. */
  readonly part: number;
}

export function indicatorOf(world: World, id: string): Indicator {
  const indicator = world.plan.indicators[id];
  if (indicator === undefined) throw new Error(`The plan has no indicator ${id}.`);
  return indicator;
}

/** By how much the windows of this indicator's rules are moved back. */
export function delaySecondsOf(indicator: Indicator): number {
  return wholeSeconds(indicator.matures ?? 0);
}

/** The least n, where the kind has one. */
export function readNaiveIndicator(
  world: World,
  place: Place,
  id: string,
  windowMs: number,
  leastN: number | undefined,
): Reading {
  const indicator = indicatorOf(world, id);
  const span = spanOf(place.tick, windowMs, delaySecondsOf(indicator));
  const measured = measure(world, place, indicator, span);
  const { status, ageMs } = statusOf(world, place, indicator);
  const least = ['total', 'gauge', 'speed'].includes(indicator.kind) ? 0 : (leastN ?? 0);
  const own = (): Status => {
    if (measured.value === undefined) return 'none';
    return measured.n < least || measured.isEarly === true ? 'insufficient' : 'known';
  };
  return { ...measured, status: status ?? own(), ageMs };
}

/** `never`, `stale`, or undefined where the value itself decides. */
export function statusOf(
  world: World,
  place: Place,
  indicator: Indicator,
): { status: 'never' | 'stale' | undefined; ageMs: number | undefined } {
  const ageMs = ageMsOf(world, place.tick, feeders(world, place, indicator));
  if (ageMs === undefined) return { status: 'never', ageMs };
  return { status: ageMs > staleAfterMs(world, indicator) ? 'stale' : undefined, ageMs };
}

function staleAfterMs(world: World, indicator: Indicator): number {
  return indicator.staleAfter ?? world.plan.clock?.staleAfter ?? 30_000;
}

/** The sources of which a sample has matched. */
function feeders(world: World, place: Place, indicator: Indicator): Set<string> {
  const sources = new Set(
    inputs(world, indicator).flatMap(([kind, selector]) => sourcesOf(world, place, kind, selector)),
  );
  const { alive } = indicator;
  if (alive !== undefined && 'source' in alive) {
    if (world.intake.heard.some((it) => it.source === alive.source && it.atMs < place.tick * 1000)) {
      sources.add(alive.source);
    }
  } else if (alive !== undefined) {
    sourcesOf(world, place, 'any', alive).forEach((source) => sources.add(source));
  }
  return sources;
}

function sourcesOf(world: World, place: Place, kind: Input[0], selector: Selector): string[] {
  return matching(world, place, kind, selector).map(({ sample }) => sample.source);
}

type Input = readonly [kind: 'count' | 'gauge' | 'latency' | 'any', selector: Selector];

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

interface Measured {
  readonly value: number | undefined;
  readonly n: number;
  readonly part: number;
  /** The window is not covered yet. */
  readonly isEarly?: boolean;
}

/** Numerator and denominator of a ratio or a rate. */
export function countsOf(
  world: World,
  place: Place,
  indicator: Indicator,
  keep: (samples: JudgedSample[]) => JudgedSample[],
): { part: number; n: number; scale: number } {
  const sum = (selector: Selector): number => sumCounts(keep(matching(world, place, 'count', selector)));
  if (indicator.kind === 'rate')
    return { part: sum(indicator.count), n: sum(indicator.per), scale: indicator.scale ?? 1 };
  if (indicator.kind !== 'ratio') throw new Error(`No numerator in ${indicator.kind}.`);
  const n = sum(indicator.total);
  const part = sum(partOf(indicator));
  return { part: indicator.good === undefined ? part : n - part, n, scale: 1 };
}

export function sumCounts(samples: readonly JudgedSample[]): number {
  return exactSum(samples.map(({ sample }) => (sample.kind === 'count' ? sample.value : 0)));
}

function measure(world: World, place: Place, indicator: Indicator, span: Span): Measured {
  const inSpan = (samples: JudgedSample[]): JudgedSample[] => within(samples, span);
  const seconds = span.to - span.from;
  switch (indicator.kind) {
    case 'ratio':
    case 'rate': {
      const { part, n, scale } = countsOf(world, place, indicator, inSpan);
      return { value: n === 0 ? undefined : (part / n) * scale, n, part };
    }
    case 'speed': {
      const all = matching(world, place, 'count', indicator.count);
      const samples = inSpan(all);
      const n = sumCounts(samples);
      const firstBucket = Math.min(...all.map((it) => it.bucket));
      const peaks = samples.map(({ bucket }) => sumCounts(samples.filter((it) => it.bucket === bucket)));
      const value = indicator.peak === true ? Math.max(0, ...peaks) : n / seconds;
      return { value, n, part: n, isEarly: !(firstBucket <= span.from) };
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
      return measureLatency(observations(inSpan(matching(world, place, 'latency', indicator.latency))), indicator);
    case 'compare': {
      const one = countsOf(world, place, indicatorOf(world, indicator.treatment), inSpan);
      const other = countsOf(world, place, indicatorOf(world, indicator.baseline), inSpan);
      return compare(one, other);
    }
  }
}

export function compare(one: ReturnType<typeof countsOf>, other: ReturnType<typeof countsOf>): Measured {
  const n = Math.min(one.n, other.n);
  const ratio = ((one.part / one.n) * one.scale) / ((other.part / other.n) * other.scale);
  return { value: one.n === 0 || other.n === 0 ? undefined : ratio, n, part: one.part };
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

interface Observations {
  /** Each observation by what is known of it: itself, or the upper bound of its bucket. */
  readonly ms: number;
  readonly count: number;
  readonly isBound: boolean;
}

function observations(samples: readonly JudgedSample[]): Observations[] {
  return samples.flatMap(({ sample }): Observations[] => {
    if (sample.kind !== 'latency') return [];
    return [
      ...(sample.values ?? []).map((ms) => ({ ms, count: 1, isBound: false })),
      ...(sample.buckets ?? []).map(([bound, count]) => ({
        ms: bound === '+Inf' ? Infinity : bound,
        count,
        isBound: true,
      })),
    ];
  });
}

function measureLatency(
  observed: readonly Observations[],
  indicator: Extract<Indicator, { kind: 'share' | 'quantile' | 'mean' }>,
): Measured {
  const n = observed.reduce((sum, { count }) => sum + count, 0);
  if (n === 0) return { value: undefined, n, part: 0 };
  if (indicator.kind === 'share') {
    const part = observed.reduce((sum, { ms, count }) => (ms <= indicator.within ? sum + count : sum), 0);
    return { value: part / n, n, part };
  }
  if (indicator.kind === 'mean') {
    return { value: exactSum(observed.map(({ ms, count }) => (count === 0 ? 0 : ms * count))) / n, n, part: 0 };
  }
  const rank = Math.floor(indicator.q * (n - 1));
  const sorted = [...observed]
    .map(({ ms, count, isBound }) => ({ ms: isBound ? ms : valueOfBin(binOf(ms)), count }))
    .sort((one, other) => one.ms - other.ms);
  let seen = 0;
  for (const { ms, count } of sorted) {
    seen += count;
    if (seen > rank) return { value: ms, n, part: 0 };
  }
  throw new Error('The rank is beyond the last observation.');
}
