import type { Series } from '../../../shared/model/series.ts';
import type { SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import { BlockScanner, createRow } from './blockScanner.ts';

/** Gives back the ticks that `encodeBlock` was given, every row an object of its own. `series` is the list by id. */
export function decodeBlock(block: Uint8Array, series: readonly Series[]): TickInput[] {
  const scanner = new BlockScanner(block, series, { tallies: true });
  const ticks: TickInput[] = [];
  const [anySeries] = series;
  while (scanner.nextTick()) {
    const rows = new Array<SecondRow>(scanner.rowCount);
    for (let index = 0; index < rows.length; index += 1) {
      if (anySeries === undefined) throw new RangeError('The block has rows, and the session has no series.');
      const row = createRow(anySeries);
      scanner.readRow(row);
      rows[index] = row;
    }
    ticks.push({ tick: scanner.tick, rows, events: scanner.readEvents(), heard: scanner.readHeard() });
  }
  return ticks;
}
