import type { Sample } from '../../../shared/model/sample.ts';

/** Observations by buckets whose upper bounds are written out; the last bucket has no end. Bounds in ms. */
interface WrittenLayout {
  readonly kind: 'written';
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
}

/** Observations by buckets that grow by a factor of 2^(2^-scale): bucket i ends at that to the power of i + 1, times `unitMs`. */
interface GrowingLayout {
  readonly kind: 'growing';
  readonly scale: number;
  /** What is at most `zeroMs` is counted here. */
  readonly zeroMs: number;
  readonly zeroCount: number;
  readonly counts: ReadonlyMap<number, number>;
  readonly unitMs: number;
}

export type LatencyLayout = WrittenLayout | GrowingLayout;
type Buckets = [bound: number | '+Inf', count: number][];

/**
 * What came after `before`. `smaller` where a bucket holds less than it did, `other` where the buckets themselves are
 * others and nothing can be said.
 */
export function subtractLatencies(now: LatencyLayout, before: LatencyLayout): LatencyLayout | 'smaller' | 'other' {
  if (now.kind === 'written') {
    if (before.kind !== 'written' || !isSame(now.bounds, before.bounds)) return 'other';
    const counts = now.counts.map((count, place) => count - (before.counts[place] ?? 0));
    return counts.some((count) => count < 0) ? 'smaller' : { ...now, counts };
  }
  if (before.kind !== 'growing' || before.scale < now.scale || before.zeroMs !== now.zeroMs) return 'other';
  const coarser = coarsen(before.counts, before.scale - now.scale);
  const counts = new Map(now.counts);
  for (const [index, count] of coarser) counts.set(index, (counts.get(index) ?? 0) - count);
  const zeroCount = now.zeroCount - before.zeroCount;
  return zeroCount < 0 || [...counts.values()].some((count) => count < 0) ? 'smaller' : { ...now, zeroCount, counts };
}

/** As a sample has them. Empty buckets are left out but where the bucket behind them holds something. */
export function toBuckets(layout: LatencyLayout): Buckets {
  const all = layout.kind === 'written' ? writtenBuckets(layout) : growingBuckets(layout);
  return all.filter(([, count], place) => count > 0 || (all[place + 1]?.[1] ?? 0) > 0);
}

/** How many numbers it takes to remember it. */
export function layoutSize(layout: LatencyLayout): number {
  return layout.kind === 'written' ? layout.counts.length * 2 : layout.counts.size * 4 + 4;
}

/** A sample of what these are; undefined where there is nothing in them. */
export function latencySample(
  named: {
    readonly t: number;
    readonly source: string;
    readonly metric: string;
    readonly labels: Record<string, string>;
  },
  layout: LatencyLayout,
): Sample {
  return { ...named, kind: 'latency', buckets: toBuckets(layout) };
}

function writtenBuckets({ bounds, counts }: WrittenLayout): Buckets {
  return counts.map((count, place) => [bounds[place] ?? '+Inf', count]);
}

function growingBuckets({ scale, zeroMs, zeroCount, counts, unitMs }: GrowingLayout): Buckets {
  const buckets: Buckets = zeroCount > 0 ? [[zeroMs, zeroCount]] : [];
  for (const [index, count] of [...counts].sort(([one], [other]) => one - other)) {
    const endMs = 2 ** ((index + 1) * 2 ** -scale) * unitMs;
    const bound = Number.isFinite(endMs) ? endMs : '+Inf';
    const last = buckets.at(-1);
    // Beyond what numbers can tell apart, or within what counts as nothing.
    if (last !== undefined && (last[0] === '+Inf' || (bound !== '+Inf' && bound <= last[0]))) last[1] += count;
    else buckets.push([bound, count]);
  }
  return buckets;
}

function coarsen(counts: ReadonlyMap<number, number>, steps: number): ReadonlyMap<number, number> {
  if (steps === 0) return counts;
  const coarser = new Map<number, number>();
  for (const [index, count] of counts) {
    const place = Math.floor(index / 2 ** steps);
    coarser.set(place, (coarser.get(place) ?? 0) + count);
  }
  return coarser;
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((one, place) => one === others[place]);
}
