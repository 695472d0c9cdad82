import { valueOfBin } from '../stats/sketch.ts';
import { BinCounts } from './binCounts.ts';
import { aheadS, type Span } from './tallyBlock.ts';

type Tally = ReadonlyMap<number, number> | undefined;

/** What arrived of one second: each key followed by its count, a key again for each row that has it. */
interface Second {
  bins: number[] | undefined;
  bounds: number[] | undefined;
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
  private readonly bins = new BinCounts();
  private readonly bounds = new Map<number, number>();
  private n = 0;
  private lastTick = 0;

  constructor(span: Span) {
    this.span = span;
  }

  startAt(tick: number): void {
    this.lastTick = tick;
  }

  add(bucket: number, bins: Tally, bounds: Tally): void {
    if (!this.addToBucket(bucket, bins, bounds)) return;
    if (bucket <= this.lastTick - 1 - this.span.delayS)
      this.count({ bins: listed(undefined, bins), bounds: listed(undefined, bounds) }, 1);
  }

  /** Keeps a second that the running counts hold already (after a restore). False when it is too old to matter. */
  addToBucket(bucket: number, bins: Tally, bounds: Tally): boolean {
    const oldest = this.lastTick - this.span.delayS - this.span.windowS;
    if (bucket < oldest || bucket > this.lastTick + aheadS) return false;
    let second = this.seconds.get(bucket);
    if (second === undefined) {
      second = { bins: undefined, bounds: undefined };
      this.seconds.set(bucket, second);
    }
    second.bins = listed(second.bins, bins);
    second.bounds = listed(second.bounds, bounds);
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
    const { n } = this;
    if (n === 0) return { value: undefined, n: 0, exact: true };
    const rank = Math.floor(q * (n - 1));
    if (this.bounds.size === 0) {
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
    for (const [bin, count] of saved.bins) this.bins.add(bin, count);
    for (const [bound, count] of saved.bounds) this.bounds.set(bound ?? Infinity, count);
    this.n = this.bins.total;
    for (const count of this.bounds.values()) this.n += count;
  }

  private count({ bins = none, bounds = none }: Second, sign: 1 | -1): void {
    for (let at = 0; at < bins.length; at += 2) {
      const count = sign * (bins[at + 1] ?? 0);
      this.bins.add(bins[at] ?? 0, count);
      this.n += count;
    }
    for (let at = 0; at < bounds.length; at += 2) {
      const bound = bounds[at] ?? 0;
      const count = sign * (bounds[at + 1] ?? 0);
      const left = (this.bounds.get(bound) ?? 0) + count;
      if (left === 0) this.bounds.delete(bound);
      else this.bounds.set(bound, left);
      this.n += count;
    }
  }
}

/** Appends a tally's keys and counts. */
function listed(list: number[] | undefined, tally: Tally): number[] | undefined {
  if (tally === undefined) return list;
  const into = list ?? [];
  for (const [key, count] of tally) into.push(key, count);
  return into;
}

const none: number[] = [];
