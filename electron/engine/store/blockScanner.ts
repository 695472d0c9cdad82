import type { Series } from '../../../shared/model/series.ts';
import type { EventRow, Heard, SecondRow } from '../../../shared/model/tickInput.ts';
import { blockVersion, columnNames, rowFlag, sumForm, SumMemory, type ColumnName } from './blockColumns.ts';
import { ByteReader } from './byteReader.ts';
import { isExactInteger } from './byteWriter.ts';
import { TallyList } from './tallyList.ts';
import { toLabels } from './toLabels.ts';

export type ScannedRow = { -readonly [Field in keyof SecondRow]: SecondRow[Field] };

/**
 * Goes through a block that `encodeBlock` wrote: tick by tick (`nextTick`), in each tick row by row (`readRow`, to be
 * called `rowCount` times). One scanner at a time. A block that is not one of ours throws a `RangeError` or
 * `SyntaxError` after work in proportion to its size.
 */
export class BlockScanner {
  tick = 0;
  rowCount = 0;
  /** Of the last row that was read, where the tallies of its series were asked for by a set. */
  readonly bins = new TallyList();
  readonly bounds = new TallyList();
  private readonly series: readonly Series[];
  private readonly tallies: boolean | ReadonlySet<number>;
  private readonly columns: Record<ColumnName, ByteReader>;
  private readonly resolution: number;
  private readonly words: { readonly sources: string[]; readonly events: EventRow[] };
  /** Its own: blocks may be read in turns. */
  private readonly sums = new SumMemory();
  private ticksLeft: number;
  private expected = 0;
  private eventCount = 0;
  private eventsRead = 0;
  private heardCount = 0;

  /**
   * Without `tallies`, rows come without `within`, `straddling`, `bins` and `bounds`, and faster. With a set they come so
   * too, but for the series in it the scanner's own `bins` and `bounds` say what the row's would.
   */
  constructor(
    block: Uint8Array,
    series: readonly Series[],
    { tallies }: { readonly tallies: boolean | ReadonlySet<number> },
  ) {
    const head = new ByteReader(block);
    const version = head.readByte();
    if (version !== blockVersion) {
      throw new RangeError(`The block has version ${version}, and this program reads ${blockVersion}.`);
    }
    this.series = series;
    this.tallies = tallies;
    this.resolution = head.readUnsigned();
    this.ticksLeft = head.readUnsigned();
    const rowCount = head.readUnsigned();
    const lengths = columnNames.map(() => head.readUnsigned());
    this.columns = Object.fromEntries(
      columnNames.map((name, index) => [name, new ByteReader(head.readBytes(lengths[index] ?? 0))]),
    ) as Record<ColumnName, ByteReader>;
    if (this.ticksLeft > this.columns.ticks.left || rowCount !== this.columns.flags.left) {
      throw new RangeError('The block contradicts itself.');
    }
    this.words = readWords(this.columns.words);
    this.sums.startBlock();
  }

  nextTick(): boolean {
    if (this.ticksLeft === 0) return false;
    const { ticks, flags, heard } = this.columns;
    this.ticksLeft -= 1;
    this.expected = 0;
    this.eventsRead += this.eventCount;
    this.tick += ticks.readSigned();
    this.rowCount = ticks.readCount(flags);
    this.eventCount = ticks.readUnsigned();
    this.heardCount = ticks.readCount(heard);
    return true;
  }

  readRow(into: ScannedRow): void {
    const { columns } = this;
    const id = this.expected + columns.series.readSigned();
    const series = this.series[id];
    if (series === undefined) throw new RangeError(`The block speaks of series ${id}, which is not in the session.`);
    this.expected = id + 1;
    const bucket = this.tick - this.resolution - columns.buckets.readSigned();
    const flags = columns.flags.readByte();
    const n = flags & rowFlag.oneSample ? 1 : columns.counts.readNumber();
    const sum = this.readSum(id);
    into.series = series;
    into.bucket = bucket;
    into.n = n;
    into.sum = sum;
    into.sumLow = flags & rowFlag.noLow ? 0 : columns.lows.readDouble();
    into.min = flags & rowFlag.extremesAreSum ? sum : columns.extremes.readNumber();
    into.max = flags & rowFlag.extremesAreSum ? sum : columns.extremes.readNumber();
    if (flags & rowFlag.noLast) {
      into.last = 0;
      into.lastAt = -Infinity;
    } else {
      into.last = flags & rowFlag.lastIsSum ? sum : columns.lasts.readNumber();
      into.lastAt = columns.lasts.readNear(bucket * 1000);
    }
    if (this.tallies === false) return;
    if (this.tallies !== true) {
      this.scanTallies(flags, this.tallies.has(id));
      return;
    }
    into.within = flags & rowFlag.noLists ? none : readList(columns.lists, n);
    into.straddling = flags & rowFlag.noLists ? none : readList(columns.lists, undefined);
    into.bins = flags & rowFlag.noBins ? undefined : readTally(columns.bins);
    into.bounds = flags & rowFlag.noBounds ? undefined : readTally(columns.bounds);
  }

  readEvents(): EventRow[] {
    return this.words.events.slice(this.eventsRead, this.eventsRead + this.eventCount);
  }

  readHeard(): Heard[] {
    return Array.from({ length: this.heardCount }, () => {
      const tagged = this.columns.heard.readUnsigned();
      const ended = tagged % 2 === 1;
      const source = this.words.sources[(tagged - (ended ? 1 : 0)) / 2] ?? '';
      return { source, at: this.columns.heard.readNear(this.tick * 1000), ended };
    });
  }

  private scanTallies(flags: number, areWanted: boolean): void {
    const { lists, bins, bounds } = this.columns;
    this.bins.size = 0;
    this.bounds.size = 0;
    if (!(flags & rowFlag.noLists)) {
      for (let left = lists.readCount(lists); left > 0; left -= 1) lists.readNear(0);
      for (let left = lists.readCount(lists); left > 0; left -= 1) lists.readNumber();
    }
    if (!(flags & rowFlag.noBins)) scanTally(bins, areWanted ? this.bins : undefined);
    if (!(flags & rowFlag.noBounds)) scanTally(bounds, areWanted ? this.bounds : undefined);
  }

  private readSum(id: number): number {
    const form = this.columns.forms.readByte();
    if (form === sumForm.double) return this.columns.sums.readDouble();
    const scaled = this.sums.before(id) + this.columns.sums.readSigned();
    this.sums.keep(id, scaled);
    return form === sumForm.thousandths ? scaled / 1000 : scaled;
  }
}

/** A row to be read into. */
export function createRow(series: Series): ScannedRow {
  return {
    series,
    bucket: 0,
    n: 0,
    sum: 0,
    sumLow: 0,
    min: 0,
    max: 0,
    last: 0,
    lastAt: 0,
    within: none,
    straddling: none,
    bins: undefined,
    bounds: undefined,
  };
}

function readList(column: ByteReader, base: number | undefined): number[] {
  const list = new Array<number>(column.readCount(column));
  for (let index = 0; index < list.length; index += 1) {
    list[index] = base === undefined ? column.readNumber() : column.readNear(base);
  }
  return list;
}

function readTally(column: ByteReader): Map<number, number> {
  const tally = new Map<number, number>();
  let before = 0;
  for (let left = column.readCount(column); left > 0; left -= 1) {
    const key = column.readNear(before);
    if (isExactInteger(key)) before = key;
    tally.set(key, column.readNumber());
  }
  return tally;
}

function scanTally(column: ByteReader, into: TallyList | undefined): void {
  let before = 0;
  for (let left = column.readCount(column); left > 0; left -= 1) {
    const key = column.readNear(before);
    if (isExactInteger(key)) before = key;
    const count = column.readNumber();
    into?.push(key, count);
  }
}

type EventWords = [t: number, source: string, type: string, labels: object, text: string];

function readWords(column: ByteReader): { sources: string[]; events: EventRow[] } {
  const content = new TextDecoder('utf-8', { ignoreBOM: true }).decode(column.readBytes(column.left));
  const words = JSON.parse(content) as { sources: string[]; events: EventWords[] } | null;
  if (!Array.isArray(words?.sources) || !Array.isArray(words.events) || !words.events.every(isEvent)) {
    throw new RangeError('The block holds words that are not its own.');
  }
  return {
    sources: words.sources,
    events: words.events.map(([t, source, type, labels, text]) => ({
      t,
      source,
      type,
      labels: toLabels(labels),
      text,
    })),
  };
}

function isEvent(words: unknown): words is EventWords {
  return Array.isArray(words) && words.length === 5 && typeof words[3] === 'object' && words[3] !== null;
}

/** Shared by all rows that are no latencies, as the rows of the judge's own gathering share theirs. */
const none: number[] = [];
