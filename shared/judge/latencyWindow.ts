import { quantileOfBins, valueOfBin } from '../stats/sketch.ts';
import { aheadS, type Span } from './tallyBlock.ts';

interface Second {
  bins: Map<number, number> | undefined;
  bounds: Map<number, number> | undefined;
}

export interface QuantileReading {
  readonly value: number | undefined;
  readonly n: number;
  /** False when some observations came in buckets, so that the value is a bucket's upper bound. */
  readonly exact: boolean;
}

/**
 * The distribution of one latency selector over one span: a running count for each sketch bin and each bucket bound,
 * from which a second's counts are taken away when it leaves. Counts are whole, so this is exact.
 */
export class LatencyWindow {
  readonly span: Span;
  private readonly seconds = new Map<number, Second>();
  private readonly bins = new Map<number, number>();
  private readonly bounds = new Map<number, number>();
  private n = 0;
  private lastTick = 0;
  private sortedBins: number[] | undefined;

  constructor(span: Span) {
    this.span = span;
  }

  startAt(tick: number): void {
    this.lastTick = tick;
  }

  add(bucket: number, bins: Map<number, number> | undefined, bounds: Map<number, number> | undefined): void {
    if (!this.addToBucket(bucket, bins, bounds)) return;
    if (bucket <= this.lastTick - 1 - this.span.delayS) this.count({ bins, bounds }, 1);
  }

  /** Keeps a second that the running counts hold already (after a restore). False when it is too old to matter. */
  addToBucket(bucket: number, bins: Map<number, number> | undefined, bounds: Map<number, number> | undefined): boolean {
    const oldest = this.lastTick - this.span.delayS - this.span.windowS;
    if (bucket < oldest || bucket > this.lastTick + aheadS) return false;
    const second = this.seconds.get(bucket);
    this.seconds.set(bucket, {
      bins: merged(second?.bins, bins),
      bounds: merged(second?.bounds, bounds),
    });
    return true;
  }

  advance(tick: number): void {
    this.lastTick = tick;
    const entering = tick - 1 - this.span.delayS;
    const leaving = entering - this.span.windowS;
    const entered = this.seconds.get(entering);
    if (entered !== undefined) this.count(entered, 1);
    const left = this.seconds.get(leaving);
    if (left === undefined) return;
    this.count(left, -1);
    this.seconds.delete(leaving);
  }

  /** The value at rank `floor(q (n - 1))`: within 1 % for exact observations, the upper bound for bucketed ones. */
  quantile(q: number): QuantileReading {
    if (this.n === 0) return { value: undefined, n: 0, exact: true };
    this.sortedBins ??= [...this.bins.keys()].sort((a, b) => a - b);
    if (this.bounds.size === 0) {
      return { value: quantileOfBins(this.sortedBins, (bin) => this.bins.get(bin) ?? 0, q), n: this.n, exact: true };
    }
    const steps = [
      ...this.sortedBins.map((bin) => ({ value: valueOfBin(bin), count: this.bins.get(bin) ?? 0 })),
      ...[...this.bounds].map(([bound, count]) => ({ value: bound, count })),
    ].sort((a, b) => a.value - b.value);
    const rank = Math.floor(q * (this.n - 1));
    let seen = 0;
    for (const step of steps) {
      seen += step.count;
      if (seen > rank) return { value: step.value, n: this.n, exact: false };
    }
    return { value: steps.at(-1)?.value, n: this.n, exact: false };
  }

  save(): { bins: [number, number][]; bounds: [number | null, number][] } {
    return {
      bins: [...this.bins].sort((a, b) => a[0] - b[0]),
      bounds: [...this.bounds]
        .sort((a, b) => a[0] - b[0])
        .map(([bound, count]) => [bound === Infinity ? null : bound, count]),
    };
  }

  load(saved: { bins: [number, number][]; bounds: [number | null, number][] }): void {
    for (const [bin, count] of saved.bins) this.bins.set(bin, count);
    for (const [bound, count] of saved.bounds) this.bounds.set(bound ?? Infinity, count);
    this.n = 0;
    for (const count of this.bins.values()) this.n += count;
    for (const count of this.bounds.values()) this.n += count;
  }

  private count(second: Second, sign: 1 | -1): void {
    this.countInto(this.bins, second.bins, sign);
    this.countInto(this.bounds, second.bounds, sign);
  }

  private countInto(into: Map<number, number>, from: Map<number, number> | undefined, sign: 1 | -1): void {
    if (from === undefined) return;
    for (const [key, count] of from) {
      const had = into.get(key) ?? 0;
      const left = had + sign * count;
      if (left === 0) into.delete(key);
      else into.set(key, left);
      this.n += sign * count;
      if (had === 0 || left === 0) this.sortedBins = undefined;
    }
  }
}

function merged(
  into: Map<number, number> | undefined,
  from: Map<number, number> | undefined,
): Map<number, number> | undefined {
  if (into === undefined || from === undefined) return into ?? from;
  const result = new Map(into);
  for (const [key, count] of from) result.set(key, (result.get(key) ?? 0) + count);
  return result;
}
