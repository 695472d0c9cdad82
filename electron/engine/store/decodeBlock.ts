import type { Series } from '../../../shared/model/series.ts';
import type { SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import { BlockScanner, createRow, type ScannedRow } from './blockScanner.ts';

export interface TickRange {
  readonly fromTick: number;
  readonly toTick: number;
}

/**
 * Gives back the ticks that `encodeBlock` was given, or those of a range, every row an object of its own, and decodes each
 * when it is asked for. `series` is the list by id.
 */
export function* decodeBlock(block: Uint8Array, series: readonly Series[], range = everyTick): Generator<TickInput> {
  const scanner = new BlockScanner(block, series, { tallies: true });
  while (scanner.nextTick() && scanner.tick <= range.toTick) {
    if (scanner.tick < range.fromTick) passTick(scanner, series);
    else yield readTick(scanner, series);
  }
}

function readTick(scanner: BlockScanner, series: readonly Series[]): TickInput {
  const rows = new Array<SecondRow>(scanner.rowCount);
  for (let index = 0; index < rows.length; index += 1) {
    const row = createRow(anyOf(series));
    scanner.readRow(row);
    rows[index] = row;
  }
  return { tick: scanner.tick, rows, events: scanner.readEvents(), heard: scanner.readHeard() };
}

function passTick(scanner: BlockScanner, series: readonly Series[]): void {
  let row: ScannedRow | undefined;
  for (let left = scanner.rowCount; left > 0; left -= 1) scanner.readRow((row ??= createRow(anyOf(series))));
  scanner.readHeard();
}

function anyOf([series]: readonly Series[]): Series {
  if (series === undefined) throw new RangeError('The block has rows, and the session has no series.');
  return series;
}

const everyTick: TickRange = { fromTick: -Infinity, toTick: Infinity };
