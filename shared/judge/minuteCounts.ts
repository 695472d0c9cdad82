import type { Board } from './board.ts';
import type { RunningSum } from './runningSum.ts';
import type { Feed } from './feed.ts';
import { windowSpan } from './indicatorBook.ts';
import type { Selector } from './selector.ts';

const minuteMs = 60_000;

/** What was counted in each of the last whole minutes before the tick, by time of happening. */
export class MinuteCounts {
  readonly minutes: number;
  private readonly feed: Feed;
  private readonly sums: readonly RunningSum[];

  /** `lastMs` in whole minutes, rounded down, at least one. `feed`: whose first sample is the beginning. */
  constructor(board: Board, selector: Selector, lastMs: number, feed: Feed) {
    this.minutes = Math.max(1, Math.floor(lastMs / minuteMs));
    this.feed = feed;
    this.sums = Array.from({ length: this.minutes }, (_, ago) =>
      board.sum('count', selector, {}, { kind: 'sum' }, windowSpan(minuteMs, ago * minuteMs)),
    );
  }

  /** How many of the minutes lie wholly after the first sample: before it, nothing was counted and not zero. */
  coveredAt(tick: number): number {
    return Math.max(0, Math.min(this.minutes, Math.floor((tick - this.feed.firstBucket) / 60)));
  }

  /** The counts of the covered minutes, oldest first. */
  readAt(tick: number): number[] {
    return this.sums
      .slice(0, this.coveredAt(tick))
      .map((sum) => sum.now)
      .reverse();
  }
}
