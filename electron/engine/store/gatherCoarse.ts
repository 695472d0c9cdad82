import type { BlockReader } from './blockReader.ts';
import { CoarseRollUp } from './coarseRollUp.ts';

/** The coarse rows that had gathered when the last seal was written, from the blocks that hold the same in seconds. */
export function gatherCoarse(reader: BlockReader): CoarseRollUp {
  const coarse = new CoarseRollUp();
  const minutesUpTo = reader.findCoveredTick(60, Infinity);
  const tensUpTo = reader.findCoveredTick(10, Infinity);
  let early = 0;
  for (const { id, firstTick, lastTick } of reader.findByTick(10, minutesUpTo + 1, Infinity)) {
    early += coarse.addTens({ resolution: 10, firstTick, lastTick, ticks: [...reader.readBlock(id)] }).length;
  }
  for (const { id } of reader.findByTick(1, tensUpTo + 1, Infinity)) {
    for (const input of reader.readBlock(id)) if (input.tick > tensUpTo) early += coarse.add(input).length;
  }
  if (early > 0) throw new Error('The session lacks a roll-up block that its ticks had made due.');
  return coarse;
}
