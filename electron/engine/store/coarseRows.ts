import type { SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import { copyRow, mergeRow } from './mergeRow.ts';

/**
 * Rows merged by series and by buckets of `resolution` seconds, until they are taken as a block. When that is depends
 * on the ticks alone, never on where chunks end: at the first tick of another span, or when many rows have gathered.
 */
export class CoarseRows {
  readonly resolution: number;
  private readonly spanSeconds: number;
  private readonly byBucket = new Map<number, SecondRow[]>();
  private count = 0;
  private firstTick: number | undefined;
  private lastTick = 0;

  constructor(resolution: number) {
    this.resolution = resolution;
    this.spanSeconds = resolution * bucketsPerSpan;
  }

  /** True when what has gathered must be taken before a tick numbered `tick` is added. The parts of a tick stay together. */
  isDueBefore(tick: number): boolean {
    if (this.firstTick === undefined || tick === this.lastTick) return false;
    return this.count >= maxRows || this.spanOf(tick) !== this.spanOf(this.firstTick);
  }

  add(rows: readonly SecondRow[], firstTick: number, lastTick: number): void {
    this.firstTick ??= firstTick;
    this.lastTick = lastTick;
    for (const row of rows) {
      const bucket = Math.floor(row.bucket / this.resolution) * this.resolution;
      let own = this.byBucket.get(bucket);
      if (own === undefined) {
        own = [];
        this.byBucket.set(bucket, own);
      }
      const merged = own[row.series.id];
      if (merged !== undefined) mergeRow(merged, row);
      else {
        own[row.series.id] = copyRow(row, bucket);
        this.count += 1;
      }
    }
  }

  /** What has gathered, as one pseudo-tick a bucket (numbered by the bucket's end), in order; and starts afresh. */
  take(): CoarseBlock {
    const ticks: TickInput[] = [...this.byBucket.keys()]
      .sort((a, b) => a - b)
      .map((bucket) => ({
        tick: bucket + this.resolution,
        // Dropping the holes leaves the rows in the order of their series.
        rows: Object.values(this.byBucket.get(bucket) ?? []),
        events: [],
        heard: [],
      }));
    const block = { resolution: this.resolution, firstTick: this.firstTick ?? 0, lastTick: this.lastTick, ticks };
    this.byBucket.clear();
    this.count = 0;
    this.firstTick = undefined;
    return block;
  }

  private spanOf(tick: number): number {
    // Tick S holds what arrived in second S - 1.
    return Math.floor((tick - 1) / this.spanSeconds);
  }
}

/** A block of a coarser resolution: all rows that arrived from `firstTick` to `lastTick`. */
export interface CoarseBlock {
  readonly resolution: number;
  readonly firstTick: number;
  readonly lastTick: number;
  readonly ticks: readonly TickInput[];
}

/** A 10 s block holds ten minutes of arrivals, a 1 min block an hour. */
const bucketsPerSpan = 60;
const maxRows = 20_000;
