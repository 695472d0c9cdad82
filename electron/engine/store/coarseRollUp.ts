import type { TickInput } from '../../../shared/model/tickInput.ts';
import { CoarseRows, type CoarseBlock } from './coarseRows.ts';

export const resolutions = [60, 10, 1] as const;

/**
 * Makes the 10 s roll-up from ticks, and the 1 min roll-up from blocks of the 10 s one. What has not yet become a block
 * is not lost when the process dies: it is gathered again from the finer blocks that the session holds.
 */
export class CoarseRollUp {
  private readonly tens = new CoarseRows(10);
  private readonly minutes = new CoarseRows(60);

  /** Adds a tick, or the next part of one; returns the blocks that became due before it. */
  add(input: TickInput): CoarseBlock[] {
    const due = this.tens.isDueBefore(input.tick) ? this.takeTens() : [];
    this.tens.add(input.rows, input.tick, input.tick);
    return due;
  }

  /** Adds a block of 10 s rows that was stored before; only while gathering again. */
  addTens(block: CoarseBlock): CoarseBlock[] {
    const due: CoarseBlock[] = [];
    if (this.minutes.isDueBefore(block.firstTick)) due.push(this.minutes.take());
    this.minutes.add([], block.firstTick, block.lastTick);
    for (const { rows } of block.ticks) this.minutes.add(rows, block.firstTick, block.lastTick);
    return due;
  }

  private takeTens(): CoarseBlock[] {
    const block = this.tens.take();
    return [block, ...this.addTens(block)];
  }
}
