import type { EventRow, Heard, SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import { blockVersion, columnNames, rowFlag, sumForm, SumMemory, type ColumnName } from './blockColumns.ts';
import { ByteWriter, isExactInteger, toThousandths } from './byteWriter.ts';

/**
 * Writes ticks as columns, so that what repeats from tick to tick (which series, which flags, who was heard) lies
 * together and compresses to almost nothing, while each sum costs about a byte. `decodeBlock` gives back exactly the
 * same ticks: rows, events and sources in their order, every double to the bit.
 *
 * `resolution` is the width of a bucket in seconds: 1 for what arrived; for roll-ups, `tick` is the bucket's end.
 */
export function encodeBlock(ticks: readonly TickInput[], resolution: number): Uint8Array {
  for (const name of columnNames) columns[name].clear();
  sums.startBlock();
  const words: unknown[] = [];
  const sources = new Map<string, number>();
  let before = 0;
  let rowCount = 0;
  for (const input of ticks) {
    const column = columns.ticks;
    column.writeSigned(input.tick - before);
    column.writeUnsigned(input.rows.length);
    column.writeUnsigned(input.events.length);
    column.writeUnsigned(input.heard.length);
    before = input.tick;
    rowCount += input.rows.length;
    let expected = 0;
    for (const row of input.rows) {
      columns.series.writeSigned(row.series.id - expected);
      expected = row.series.id + 1;
      columns.buckets.writeSigned(input.tick - resolution - row.bucket);
      encodeRow(row);
    }
    for (const event of input.events) words.push(eventWords(event));
    for (const heard of input.heard) encodeHeard(heard, input.tick, sources);
  }
  columns.words.writeBytes(Buffer.from(JSON.stringify({ sources: [...sources.keys()], events: words })));
  return assemble(ticks.length, rowCount, resolution);
}

function encodeRow(row: SecondRow): void {
  const { sum } = row;
  let flags = 0;
  if (row.n === 1) flags |= rowFlag.oneSample;
  else columns.counts.writeNumber(row.n);
  if (Object.is(row.min, sum) && Object.is(row.max, sum)) flags |= rowFlag.extremesAreSum;
  else {
    columns.extremes.writeNumber(row.min);
    columns.extremes.writeNumber(row.max);
  }
  if (Object.is(row.sumLow, 0)) flags |= rowFlag.noLow;
  else columns.lows.writeDouble(row.sumLow);
  if (row.lastAt === -Infinity && Object.is(row.last, 0)) flags |= rowFlag.noLast;
  else {
    if (Object.is(row.last, sum)) flags |= rowFlag.lastIsSum;
    else columns.lasts.writeNumber(row.last);
    columns.lasts.writeNear(row.lastAt, row.bucket * 1000);
  }
  if (row.within.length === 0 && row.straddling.length === 0) flags |= rowFlag.noLists;
  else encodeLists(row);
  if (row.bins === undefined) flags |= rowFlag.noBins;
  else encodeTally(row.bins, columns.bins);
  if (row.bounds === undefined) flags |= rowFlag.noBounds;
  else encodeTally(row.bounds, columns.bounds);
  columns.flags.writeByte(flags);
  encodeSum(row.series.id, sum);
}

function encodeSum(id: number, sum: number): void {
  const before = sums.before(id);
  const integer = isExactInteger(sum) ? sum : undefined;
  const scaled = integer ?? toThousandths(sum);
  if (scaled === undefined) {
    columns.forms.writeByte(sumForm.double);
    columns.sums.writeDouble(sum);
    return;
  }
  columns.forms.writeByte(integer === undefined ? sumForm.thousandths : sumForm.integer);
  columns.sums.writeSigned(scaled - before);
  sums.keep(id, scaled);
}

/** Most observations are within the limit: what is written is how many are not. */
function encodeLists({ n, within, straddling }: SecondRow): void {
  columns.lists.writeUnsigned(within.length);
  for (const count of within) columns.lists.writeNear(count, n);
  columns.lists.writeUnsigned(straddling.length);
  for (const count of straddling) columns.lists.writeNumber(count);
}

function encodeTally(tally: ReadonlyMap<number, number>, column: ByteWriter): void {
  column.writeUnsigned(tally.size);
  let before = 0;
  for (const [key, count] of tally) {
    column.writeNear(key, before);
    if (isExactInteger(key)) before = key;
    column.writeNumber(count);
  }
}

function encodeHeard(heard: Heard, tick: number, sources: Map<string, number>): void {
  let index = sources.get(heard.source);
  if (index === undefined) {
    index = sources.size;
    sources.set(heard.source, index);
  }
  columns.heard.writeUnsigned(index * 2 + (heard.ended ? 1 : 0));
  columns.heard.writeNear(heard.at, tick * 1000);
}

function eventWords(event: EventRow): unknown[] {
  return [event.t, event.source, event.type, event.labels, event.text];
}

function assemble(tickCount: number, rowCount: number, resolution: number): Uint8Array {
  head.clear();
  head.writeByte(blockVersion);
  head.writeUnsigned(resolution);
  head.writeUnsigned(tickCount);
  head.writeUnsigned(rowCount);
  for (const name of columnNames) head.writeUnsigned(columns[name].length);
  for (const name of columnNames) head.writeBytes(columns[name].content());
  return head.content().slice();
}

const head = new ByteWriter();
const sums = new SumMemory();
const columns = Object.fromEntries(columnNames.map((name) => [name, new ByteWriter()])) as Record<
  ColumnName,
  ByteWriter
>;
