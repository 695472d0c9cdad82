import { aheadS } from './tallyBlock.ts';

/**
 * The largest one-second bucket of one tally over any window, under additions to any bucket: a binary tree of maxima
 * above a ring of seconds. Counts are never negative, so an empty bucket is 0.
 */
export class PeakTree {
  private readonly leaves: number;
  private readonly maxima: Float64Array;
  private lastTick = 0;
  private readonly reachS: number;

  constructor(reachS: number) {
    this.reachS = reachS;
    let leaves = 1;
    while (leaves < reachS + aheadS + 1) leaves *= 2;
    this.leaves = leaves;
    this.maxima = new Float64Array(2 * leaves);
  }

  startAt(tick: number): void {
    this.lastTick = tick;
  }

  add(bucket: number, value: number): void {
    if (bucket < this.lastTick - this.reachS) return;
    const node = this.leafOf(bucket);
    this.set(node, (this.maxima[node] ?? 0) + value);
  }

  advance(tick: number): void {
    this.lastTick = tick;
    this.set(this.leafOf(tick - 1 - this.reachS), 0);
  }

  /** The largest bucket of `from .. to`, both included; at most the ring's length of them. */
  peak(from: number, to: number): number {
    const start = this.leafOf(from);
    const end = this.leafOf(to);
    return start <= end
      ? this.range(start, end)
      : Math.max(this.range(start, 2 * this.leaves - 1), this.range(this.leaves, end));
  }

  private leafOf(bucket: number): number {
    const position = bucket % this.leaves;
    return this.leaves + (position < 0 ? position + this.leaves : position);
  }

  private set(leaf: number, value: number): void {
    this.maxima[leaf] = value;
    for (let node = leaf >> 1; node >= 1; node >>= 1) {
      this.maxima[node] = Math.max(this.maxima[2 * node] ?? 0, this.maxima[2 * node + 1] ?? 0);
    }
  }

  private range(start: number, end: number): number {
    let best = 0;
    let low = start;
    let high = end + 1;
    while (low < high) {
      if (low & 1) best = Math.max(best, this.maxima[low++] ?? 0);
      if (high & 1) best = Math.max(best, this.maxima[--high] ?? 0);
      low >>= 1;
      high >>= 1;
    }
    return best;
  }
}
