import { longAt, member, numbersAt, toNumber, toTree, type Tree } from './jsonTree.ts';
import type { LatencyLayout } from './latencyLayout.ts';

const mostBuckets = 2000;

/** Buckets with their bounds written out, or a sentence on why they are none. */
export function readWritten(point: Tree, unitMs: number): LatencyLayout | string {
  const theirs = numbersAt(point, 'explicitBounds');
  const counts = readCounts(point);
  if (theirs === undefined || counts === undefined) return 'The buckets of a histogram are not numbers.';
  const total = Number(longAt(point, 'count'));
  if (counts.length === 0) return { kind: 'written', bounds: [], counts: [total] };
  if (counts.length !== theirs.length + 1 || counts.length > mostBuckets)
    return 'A histogram has the wrong number of buckets.';
  // Latencies are not below 0: buckets that end there are empty, and leave with their bounds.
  const below = theirs.filter((bound) => bound < 0).length;
  if (counts.slice(0, below).some((count) => count > 0)) return 'A latency is below 0.';
  const bounds = theirs.slice(below).map((bound) => bound * unitMs);
  if (!bounds.every((bound, place) => Number.isFinite(bound) && bound > (bounds[place - 1] ?? -1))) {
    return 'The bounds of a histogram do not rise.';
  }
  return { kind: 'written', bounds, counts: counts.slice(below) };
}

/** Buckets that grow by a factor, or a sentence on why they are none. */
export function readGrowing(point: Tree, unitMs: number): LatencyLayout | string {
  const positive = toTree(member(point, 'positive'));
  const listed = readCounts(positive);
  const below = readCounts(toTree(member(point, 'negative')));
  const scale = toNumber(member(point, 'scale')) ?? 0;
  const offset = toNumber(member(positive, 'offset')) ?? 0;
  if (listed === undefined || below === undefined) return 'The buckets of a histogram are not numbers.';
  if (below.some((count) => count > 0)) return 'A latency is below 0.';
  if (listed.length > mostBuckets) return 'A histogram has the wrong number of buckets.';
  if (!Number.isInteger(scale) || Math.abs(scale) > 20 || !Number.isSafeInteger(offset))
    return 'A histogram has no such scale.';
  const zeroMs = (toNumber(member(point, 'zeroThreshold')) ?? 0) * unitMs;
  if (!Number.isFinite(zeroMs) || zeroMs < 0) return 'A histogram has no such threshold of zero.';
  const counts = new Map<number, number>();
  listed.forEach((count, place) => count > 0 && counts.set(offset + place, count));
  return { kind: 'growing', scale, zeroMs, zeroCount: Number(longAt(point, 'zeroCount')), counts, unitMs };
}

function readCounts(tree: Tree): number[] | undefined {
  const counts = numbersAt(tree, 'bucketCounts');
  return counts?.every((count) => Number.isSafeInteger(count) && count >= 0) === true ? counts : undefined;
}
