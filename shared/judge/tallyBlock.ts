import { addDoubleDouble, type DoubleDouble } from '../base/doubleDouble.ts';

/**
 * A stretch of seconds that moves with the tick: at tick S the buckets `S-delayS-windowS .. S-delayS-1`. An endless one
 * (`windowS: Infinity`) never lets go of a bucket and counts those from `fromBucket` on.
 */
export interface Span {
  readonly windowS: number;
  readonly delayS: number;
  readonly fromBucket: number;
}

/** The running sums of a block, by span and column; `lows` is null while everything is a small integer. */
export interface SavedSums {
  readonly sums: readonly (readonly number[])[];
  readonly lows: readonly (readonly number[])[] | null;
}

/** Seconds after a tick into which an accepted sample may fall: 60 s of future stamp, and the second it arrived in. */
export const aheadS = 64;

/** Seconds that are laid out together. */
const pageS = 256;

/** From here on a bucket is summed with compensation: below it, buckets of integers take half the room and add up exactly. */
const plainLimit = 2 ** 31;

/**
 * A ring of one-second buckets for tallies that are asked for over the same spans, with a running sum for each span.
 *
 * A second is one row of a page, one tally one column, so a tick reads two rows a span, each in one piece, however long
 * the spans are; pages without a count are not there. Integers are summed as they are, which is exact; with the first
 * value that is not a small integer the block changes to double-doubles, which is exact too and takes four times the room.
 */
export class TallyBlock {
  readonly spans: readonly Span[];
  readonly columns: number;
  /** Buckets older than `lastTick - reachS` lie in no span. */
  readonly reachS: number;
  private readonly leastDelayS: number;
  /** Pages of small integers, until the block changes to double-doubles: then there are `highs` and `lows` instead. */
  private readonly counts: (Int32Array | undefined)[];
  private readonly highs: (Float64Array | undefined)[];
  private readonly lows: (Float64Array | undefined)[];
  /** Whether double-doubles are kept. */
  private isCompensated = false;
  private readonly sums: Float64Array<ArrayBuffer>[];
  private readonly sumLows: Float64Array[];
  private readonly scratch: DoubleDouble = { high: 0, low: 0 };
  /** The last tick that `advance` was given. */
  private lastTick = 0;

  constructor(spans: readonly Span[], columns: number) {
    this.spans = spans;
    this.columns = columns;
    this.reachS = Math.max(0, ...spans.map((span) => span.delayS + (isEndless(span) ? 0 : span.windowS)));
    this.leastDelayS = Math.min(...spans.map(({ delayS }) => delayS));
    // One page more than the seconds in reach, so that a page is empty before it is used again.
    const pages = Math.ceil((this.reachS + aheadS + 1) / pageS) + 1;
    this.counts = new Array<Int32Array | undefined>(pages).fill(undefined);
    this.highs = new Array<Float64Array | undefined>(pages).fill(undefined);
    this.lows = new Array<Float64Array | undefined>(pages).fill(undefined);
    this.sums = spans.map(() => new Float64Array(columns));
    this.sumLows = spans.map(() => new Float64Array(columns));
  }

  /** Must be called once, with the tick before the first. */
  startAt(tick: number): void {
    this.lastTick = tick;
  }

  /** Adds to one bucket of one tally, and to every span that the bucket already lies in. */
  add(bucket: number, column: number, value: number, low: number): void {
    this.addToBucket(bucket, column, value, low);
    // What arrives in time lies in no span yet.
    if (bucket >= this.lastTick - this.leastDelayS) return;
    for (let index = 0; index < this.spans.length; index += 1) {
      const span = this.spans[index];
      if (span !== undefined && lies(bucket, span, this.lastTick)) this.addToSum(index, column, value, low);
    }
  }

  /** Adds to a bucket whose share in the running sums is already there (after a restore). */
  addToBucket(bucket: number, column: number, value: number, low: number): void {
    if (bucket < this.lastTick - this.reachS) return;
    const place = this.placeOf(bucket);
    const slot = this.rowOf(bucket) + column;
    if (!this.isCompensated) {
      const counts = (this.counts[place] ??= new Int32Array(pageS * this.columns));
      const sum = (counts[slot] ?? 0) + value;
      if (low === 0 && Number.isInteger(value) && sum < plainLimit && sum > -plainLimit) {
        counts[slot] = sum;
        return;
      }
      this.compensate();
    }
    const highs = (this.highs[place] ??= new Float64Array(pageS * this.columns));
    const lows = (this.lows[place] ??= new Float64Array(pageS * this.columns));
    addDoubleDouble(highs[slot] ?? 0, lows[slot] ?? 0, value, low, this.scratch);
    highs[slot] = this.scratch.high;
    lows[slot] = this.scratch.low;
  }

  /** Moves every span on to `tick`, which is the one after the last. */
  advance(tick: number): void {
    this.lastTick = tick;
    for (let index = 0; index < this.spans.length; index += 1) {
      const span = this.spans[index];
      if (span === undefined) continue;
      const entering = tick - 1 - span.delayS;
      if (isEndless(span)) {
        if (entering >= span.fromBucket) this.moveExactly(index, entering, 1);
      } else if (this.isCompensated) {
        if (entering >= span.fromBucket) this.moveExactly(index, entering, 1);
        this.moveExactly(index, entering - span.windowS, -1);
      } else this.move(index, entering >= span.fromBucket ? entering : -1, entering - span.windowS);
    }
    this.expire(tick - 1 - this.reachS);
  }

  sum(spanIndex: number, column: number): number {
    return this.sums[spanIndex]?.[column] ?? 0;
  }

  /** The running sums of a span, by column: always the same list, whose content moves on with the ticks. */
  sumsOf(spanIndex: number): Float64Array<ArrayBuffer> {
    const sums = this.sums[spanIndex];
    if (sums === undefined) throw new RangeError(`The block has no span ${spanIndex}.`);
    return sums;
  }

  saveSums(): SavedSums {
    return {
      sums: this.sums.map((row) => Array.from(row)),
      lows:
        this.isCompensated || this.sumLows.some((row) => row.some((low) => low !== 0))
          ? this.sumLows.map((row) => Array.from(row))
          : null,
    };
  }

  loadSums(saved: SavedSums): void {
    saved.sums.forEach((row, index) => this.sums[index]?.set(row));
    saved.lows?.forEach((row, index) => this.sumLows[index]?.set(row));
    this.isCompensated = saved.lows !== null;
  }

  /** Which page a bucket lies in, and where its row begins there. Buckets before 1970 are refused long before. */
  private placeOf(bucket: number): number {
    return Math.floor(bucket / pageS) % this.counts.length;
  }

  private rowOf(bucket: number): number {
    return (bucket % pageS) * this.columns;
  }

  /** A second leaves the ring; with the last one of a page, the page does. */
  private expire(bucket: number): void {
    if (bucket < 0) return;
    const place = this.placeOf(bucket);
    if (bucket % pageS === pageS - 1) {
      this.counts[place] = undefined;
      this.highs[place] = undefined;
      this.lows[place] = undefined;
    }
  }

  /** One second enters a span and another leaves it; small integers add up exactly in any order. */
  private move(spanIndex: number, entering: number, leaving: number): void {
    const sums = this.sumsOf(spanIndex);
    const entered = this.countsOf(entering);
    const left = this.countsOf(leaving);
    const enteredFrom = this.rowOf(entering);
    const leftFrom = this.rowOf(leaving);
    if (entered !== undefined && left !== undefined) {
      for (let column = 0; column < sums.length; column += 1) {
        sums[column] = (sums[column] ?? 0) + ((entered[enteredFrom + column] ?? 0) - (left[leftFrom + column] ?? 0));
      }
    } else if (entered !== undefined) {
      for (let column = 0; column < sums.length; column += 1) {
        sums[column] = (sums[column] ?? 0) + (entered[enteredFrom + column] ?? 0);
      }
    } else if (left !== undefined) {
      for (let column = 0; column < sums.length; column += 1) {
        sums[column] = (sums[column] ?? 0) - (left[leftFrom + column] ?? 0);
      }
    }
  }

  private moveExactly(spanIndex: number, bucket: number, sign: 1 | -1): void {
    if (bucket < 0) return;
    const place = this.placeOf(bucket);
    const highs = this.counts[place] ?? this.highs[place];
    const lows = this.lows[place];
    if (highs === undefined) return;
    const start = this.rowOf(bucket);
    for (let column = 0; column < this.columns; column += 1) {
      const high = highs[start + column] ?? 0;
      const low = lows?.[start + column] ?? 0;
      if (high !== 0 || low !== 0) this.addToSum(spanIndex, column, sign * high, sign * low);
    }
  }

  private countsOf(bucket: number): Int32Array | undefined {
    return bucket < 0 ? undefined : this.counts[this.placeOf(bucket)];
  }

  private compensate(): void {
    this.isCompensated = true;
    this.counts.forEach((page, place) => {
      if (page !== undefined) this.highs[place] = Float64Array.from(page);
    });
    this.counts.fill(undefined);
  }

  private addToSum(spanIndex: number, column: number, value: number, low: number): void {
    const sums = this.sums[spanIndex];
    const sumLows = this.sumLows[spanIndex];
    if (sums === undefined || sumLows === undefined) return;
    addDoubleDouble(sums[column] ?? 0, sumLows[column] ?? 0, value, low, this.scratch);
    sums[column] = this.scratch.high;
    sumLows[column] = this.scratch.low;
  }
}

function isEndless(span: Span): boolean {
  return span.windowS === Infinity;
}

function lies(bucket: number, span: Span, tick: number): boolean {
  const last = tick - 1 - span.delayS;
  if (bucket > last || bucket < span.fromBucket) return false;
  return isEndless(span) || bucket >= last + 1 - span.windowS;
}
