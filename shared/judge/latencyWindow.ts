import { LatencyCounts, type QuantileReading } from './latencyCounts.ts';
import { aheadS, type Span } from './tallyBlock.ts';

type Tally = ReadonlyMap<number, number> | undefined;

/** What arrived of one second: each key followed by its count, a key again for each row that has it. */
interface Second {
  bins: number[] | undefined;
  bounds: number[] | undefined;
}

/**
 * The distribution of one latency selector over one span: a running count for each sketch bin and each bucket bound,
 * from which a second's counts are taken away when it leaves. Counts are whole, so this is exact.
 */
export class LatencyWindow {
  readonly span: Span;
  private readonly seconds = new Map<number, Second>();
  private readonly counts = new LatencyCounts();
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

  quantile(q: number): QuantileReading {
    return this.counts.quantile(q);
  }

  save(): ReturnType<LatencyCounts['save']> {
    return this.counts.save();
  }

  load(saved: ReturnType<LatencyCounts['save']>): void {
    this.counts.load(saved);
  }

  private count({ bins = none, bounds = none }: Second, sign: 1 | -1): void {
    for (let at = 0; at < bins.length; at += 2) this.counts.addBin(bins[at] ?? 0, sign * (bins[at + 1] ?? 0));
    for (let at = 0; at < bounds.length; at += 2) this.counts.addBound(bounds[at] ?? 0, sign * (bounds[at + 1] ?? 0));
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
