import type { RawBucket } from './prometheusAnswer.ts';

/** How many observations there were so far up to each bound, ascending. */
export type Cumulative = readonly (readonly [bound: number, count: number])[];

/** What was observed between two scrapes. */
export interface ObservedBetween {
  readonly buckets: readonly (readonly [bound: number, count: number])[];
  readonly total: number;
  /** The process behind it began again in between. */
  readonly isReset: boolean;
}

/** A native histogram's buckets. Where nothing lies between two of them, the gap is a bucket of its own with nothing in it. */
export function fromNative(buckets: readonly RawBucket[]): Cumulative {
  const ascending = [...buckets].sort((one, other) => one.right - other.right);
  const counts: [number, number][] = [];
  let sum = 0;
  for (const { left, right, count } of ascending) {
    if (left > (counts.at(-1)?.[0] ?? 0)) counts.push([left, sum]);
    sum += count;
    counts.push([right, sum]);
  }
  return counts;
}

/**
 * The observations of each bucket alone. Bounds may have come or gone: a native histogram halves its resolution when it
 * grows too large, and every bound of the coarser one is one of the finer.
 */
export function observedBetween(before: Cumulative, now: Cumulative): ObservedBetween {
  const gains = now.map(([bound, count]) => [bound, count - countUpTo(before, bound)] as const);
  const isReset = (before.at(-1)?.[1] ?? 0) > (now.at(-1)?.[1] ?? 0) || gains.some(([, gain]) => gain < 0);
  let below = 0;
  const buckets = (isReset ? now : gains).map(([bound, upTo]) => {
    const count = Math.max(0, Math.round(upTo - below));
    below = Math.max(below, upTo);
    return [bound, count] as const;
  });
  return { buckets, total: buckets.reduce((sum, [, count]) => sum + count, 0), isReset };
}

function countUpTo(counts: Cumulative, bound: number): number {
  let count = 0;
  for (const [upper, upTo] of counts) {
    if (upper > bound) break;
    count = upTo;
  }
  return count;
}
