import { valueOfBin } from '../stats/sketch.ts';
import { BinCounts } from './binCounts.ts';

export interface QuantileReading {
  readonly value: number | undefined;
  readonly n: number;
  /** False when some observations came in buckets, so that the value is a bucket's upper bound. */
  readonly exact: boolean;
}

/** How many latencies fell into each bin of the sketch, and how many came in buckets, by the bucket's upper bound. */
export class LatencyCounts {
  n = 0;
  private readonly bins = new BinCounts();
  private readonly bounds = new Map<number, number>();

  /** `count` may be negative: what is taken away was added before. */
  addBin(bin: number, count: number): void {
    this.bins.add(bin, count);
    this.n += count;
  }

  addBound(bound: number, count: number): void {
    const left = (this.bounds.get(bound) ?? 0) + count;
    if (left === 0) this.bounds.delete(bound);
    else this.bounds.set(bound, left);
    this.n += count;
  }

  /** False when some observations came in buckets. */
  get isExact(): boolean {
    return this.bounds.size === 0;
  }

  /** The value at rank `floor(q (n - 1))`: within 1 % for exact observations, the upper bound for bucketed ones. */
  quantile(q: number): QuantileReading {
    const { n } = this;
    if (n === 0) return { value: undefined, n: 0, exact: true };
    const rank = Math.floor(q * (n - 1));
    if (this.isExact) {
      const bin = this.bins.atRank(rank);
      return { value: bin === undefined ? undefined : valueOfBin(bin), n, exact: true };
    }
    const steps = [
      ...this.bins.entries().map(([bin, count]) => ({ value: valueOfBin(bin), count })),
      ...[...this.bounds].map(([bound, count]) => ({ value: bound, count })),
    ].sort((a, b) => a.value - b.value);
    let seen = 0;
    for (const step of steps) {
      seen += step.count;
      if (seen > rank) return { value: step.value, n, exact: false };
    }
    return { value: steps.at(-1)?.value, n, exact: false };
  }

  save(): { bins: [number, number][]; bounds: [number | null, number][] } {
    return {
      bins: this.bins.entries(),
      bounds: [...this.bounds]
        .sort((a, b) => a[0] - b[0])
        .map(([bound, count]) => [bound === Infinity ? null : bound, count]),
    };
  }

  load(saved: { bins: [number, number][]; bounds: [number | null, number][] }): void {
    for (const [bin, count] of saved.bins) this.addBin(bin, count);
    for (const [bound, count] of saved.bounds) this.addBound(bound ?? Infinity, count);
  }
}
