import type { SecondRow } from '../model/tickInput.ts';
import type { Board } from './board.ts';
import { aheadS } from './tallyBlock.ts';

/** The rows of the seconds `from .. to`, both included, that had arrived when the judge was saved. */
export type RowHistory = (fromBucket: number, toBucket: number) => Iterable<SecondRow>;

const pageS = 64;

/**
 * Fills the rings of a restored judge page by page. What a tick needs of the past are the seconds at the edges of its
 * windows, so a judge taken up in the middle of a day reads a handful of pages and not the day.
 */
export class Hydration {
  private readonly board: Board;
  private history: RowHistory | undefined;
  private readonly filled = new Set<number>();
  private edgesS: readonly number[] = [];
  /** Pages that begin after this were empty when the judge was saved. */
  private lastBucket = 0;

  constructor(board: Board) {
    this.board = board;
  }

  /** The judge stands at `tick` and none of its buckets are there. */
  begin(tick: number, history: RowHistory): void {
    this.history = history;
    this.filled.clear();
    this.edgesS = this.board.edgesS();
    this.lastBucket = tick + aheadS;
    for (let bucket = tick - this.board.peakReachS() - 1; bucket <= this.lastBucket; bucket += pageS)
      this.touch(bucket);
    this.touch(this.lastBucket);
  }

  /** A bucket is about to be added to. */
  touch(bucket: number): void {
    if (this.history === undefined || bucket > this.lastBucket) return;
    const page = Math.floor(bucket / pageS);
    if (this.filled.has(page)) return;
    this.filled.add(page);
    const from = page * pageS;
    for (const row of this.history(from, from + pageS - 1)) this.board.refill(row);
  }

  /** The spans are about to move on to `tick`. */
  reach(tick: number): void {
    if (this.history === undefined) return;
    for (const edgeS of this.edgesS) this.touch(tick - 1 - edgeS);
    // Once the whole reach lies behind the restored second, everything in the rings came by itself.
    if (tick - 1 - this.board.reachS() > this.lastBucket) this.history = undefined;
  }
}
