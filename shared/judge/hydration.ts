import type { SecondRow } from '../model/tickInput.ts';
import type { Board } from './board.ts';
import { aheadS } from './tallyBlock.ts';

/** The seconds `fromBucket .. toBucket`, both included. */
export interface BucketSpan {
  readonly fromBucket: number;
  readonly toBucket: number;
}

/**
 * Visits every row of these spans (ascending, none touching another) that had arrived when the judge was saved, in order
 * of arrival. The row may be one and the same object each time.
 */
export type RowHistory = (spans: readonly BucketSpan[], visit: (row: Readonly<SecondRow>) => void) => void;

const pageS = 16;

/** A page that was not foreseen is read with as many behind it: the seconds after it will be asked for next. */
const pagesAhead = 16;

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

  /** The judge stands at `tick` and none of its buckets are there. It is about to go on to `toTick` at once. */
  begin(tick: number, toTick: number, history: RowHistory): void {
    this.history = history;
    this.filled.clear();
    this.edgesS = this.board.edgesS();
    this.lastBucket = tick + aheadS;
    const pages = new Set(pagesOf(tick - this.board.peakReachS() - 1, this.lastBucket));
    for (const edgeS of this.edgesS) {
      for (const page of pagesOf(tick - edgeS, Math.min(toTick - 1 - edgeS, this.lastBucket))) pages.add(page);
    }
    this.fill([...pages].sort((a, b) => a - b));
  }

  /** A bucket is about to be added to. */
  touch(bucket: number): void {
    if (this.history === undefined || bucket > this.lastBucket) return;
    const page = Math.floor(bucket / pageS);
    if (this.filled.has(page)) return;
    const pages = Array.from({ length: pagesAhead }, (_, index) => page + index);
    this.fill(pages.filter((one) => one * pageS <= this.lastBucket && !this.filled.has(one)));
  }

  /** The spans are about to move on to `tick`. */
  reach(tick: number): void {
    if (this.history === undefined) return;
    for (const edgeS of this.edgesS) this.touch(tick - 1 - edgeS);
    // Once the whole reach lies behind the restored second, everything in the rings came by itself.
    if (tick - 1 - this.board.reachS() > this.lastBucket) this.history = undefined;
  }

  /** Pages in order, none of them filled. Read in one go: what holds a second holds many around it. */
  private fill(pages: readonly number[]): void {
    const spans: { fromBucket: number; toBucket: number }[] = [];
    for (const page of pages) {
      this.filled.add(page);
      const fromBucket = page * pageS;
      const last = spans.at(-1);
      if (last?.toBucket === fromBucket - 1) last.toBucket += pageS;
      else spans.push({ fromBucket, toBucket: fromBucket + pageS - 1 });
    }
    this.history?.(spans, (row) => this.board.refill(row));
  }
}

function* pagesOf(fromBucket: number, toBucket: number): Generator<number> {
  for (let page = Math.floor(fromBucket / pageS); page * pageS <= toBucket; page += 1) yield page;
}
