import type { Series } from '../../../shared/model/series.ts';
import type { Heard, SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import { BlockScanner, createRow } from './blockScanner.ts';
import { decompress } from './compress.ts';
import { decodeBlock, type TickRange } from './decodeBlock.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import { readSeries } from './readRecords.ts';
import type { TallyList } from './tallyList.ts';

interface BlockRow {
  readonly id: number;
  readonly firstTick: number;
  readonly lastTick: number;
}

/** What a row counted by bin and by bucket bound, until the next row is read. */
export interface ScannedTallies {
  readonly bins: TallyList;
  readonly bounds: TallyList;
}

/** Reads roll-up blocks, and keeps those that were read last unpacked: moving about in a session reads few of them anew. */
export class BlockReader {
  private readonly db: Connection;
  private readonly held = new Map<number, Uint8Array>();
  private bytesHeld = 0;
  private series: Series[] = [];

  constructor(db: Connection) {
    this.db = db;
  }

  /** All series of the session; the same objects every time. */
  readSeries(): readonly Series[] {
    this.series.push(...readSeries(this.db, this.series.length));
    return this.series;
  }

  /** Blocks of a resolution that hold rows of `fromBucket <= bucket <= toBucket` from ticks up to `upToTick`, in order. */
  findByBucket(resolution: number, fromBucket: number, toBucket: number, upToTick: number): BlockRow[] {
    return prepared<BlockRow>(
      this.db,
      `SELECT id, first_tick AS firstTick, last_tick AS lastTick FROM block
       WHERE resolution = ? AND max_bucket >= ? AND min_bucket <= ? AND first_tick <= ? ORDER BY id`,
    ).all(resolution, fromBucket, toBucket, upToTick);
  }

  /** Blocks of a resolution that hold ticks of `fromTick <= tick <= toTick`, in order. */
  findByTick(resolution: number, fromTick: number, toTick: number): BlockRow[] {
    return prepared<BlockRow>(
      this.db,
      `SELECT id, first_tick AS firstTick, last_tick AS lastTick FROM block
       WHERE resolution = ? AND last_tick >= ? AND first_tick <= ? ORDER BY id`,
    ).all(resolution, fromTick, toTick);
  }

  /** The last tick covered by blocks of this resolution that end at or before `upToTick`; -Infinity when there is none. */
  findCoveredTick(resolution: number, upToTick: number): number {
    const last = prepared<number | null>(
      this.db,
      'SELECT max(last_tick) FROM block WHERE resolution = ? AND last_tick <= ?',
    ).pluck();
    return last.get(resolution, upToTick) ?? -Infinity;
  }

  /** The ticks of a block, all or those of a range. */
  readBlock(id: number, range?: TickRange): Iterable<TickInput> {
    return decodeBlock(this.unpack(id), this.readSeries(), range);
  }

  /**
   * Every row of the block with the tick in which it arrived. The row is one and the same object each time, filled anew:
   * take from it what is needed before returning. Without `tallies` it comes without lists, bins and bounds, and faster;
   * a set says of which series bins and bounds are told apart from the row.
   */
  scanBlock(
    id: number,
    options: { readonly tallies: boolean | ReadonlySet<number> },
    visit: (row: SecondRow, tick: number, tallies: ScannedTallies) => void,
  ): void {
    const [anySeries] = this.readSeries();
    if (anySeries === undefined) return;
    const scanner = new BlockScanner(this.unpack(id), this.series, options);
    const row = createRow(anySeries);
    while (scanner.nextTick()) {
      for (let left = scanner.rowCount; left > 0; left -= 1) {
        scanner.readRow(row);
        visit(row, scanner.tick, scanner);
      }
    }
  }

  private unpack(id: number): Uint8Array {
    const held = this.held.get(id);
    if (held !== undefined) {
      this.held.delete(id);
      this.held.set(id, held);
      return held;
    }
    const row = prepared<{ raw_bytes: number; body: Buffer }>(
      this.db,
      'SELECT raw_bytes, body FROM block WHERE id = ?',
    ).get(id);
    if (row === undefined) throw new RangeError(`There is no block ${id}.`);
    const block = decompress(row.body, row.raw_bytes);
    this.held.set(id, block);
    this.bytesHeld += block.length;
    for (const [oldest, old] of this.held) {
      if (this.bytesHeld <= maxBytesHeld || oldest === id) break;
      this.held.delete(oldest);
      this.bytesHeld -= old.length;
    }
    return block;
  }
}

/**
 * Whole ticks from `fromTick` to `toTick`, the parts of a tick joined. A tick that the session holds in part only
 * (`wholeTick` is the last whole one) is left out.
 */
export function* readTicks(
  reader: BlockReader,
  fromTick: number,
  toTick: number,
  wholeTick: number,
): Generator<TickInput> {
  const range = { fromTick, toTick: Math.min(toTick, wholeTick) };
  let waiting: TickInput | undefined;
  for (const { id } of reader.findByTick(1, range.fromTick, range.toTick)) {
    for (const input of reader.readBlock(id, range)) {
      if (waiting !== undefined && waiting.tick !== input.tick) yield waiting;
      waiting = waiting?.tick === input.tick ? joinParts(waiting, input) : input;
    }
  }
  if (waiting !== undefined) yield waiting;
}

/** What has been sealed of tick `tick`, which is not whole. */
export function readPartialTick(reader: BlockReader, tick: number): TickInput {
  let joined: TickInput = { tick, rows: [], events: [], heard: [] };
  for (const { id } of reader.findByTick(1, tick, tick)) {
    for (const input of reader.readBlock(id, { fromTick: tick, toTick: tick })) joined = joinParts(joined, input);
  }
  return joined;
}

/** A source that was heard in both parts was last heard in the second. */
function joinParts(first: TickInput, second: TickInput): TickInput {
  const heard = new Map<string, Heard>();
  for (const one of [...first.heard, ...second.heard]) heard.set(one.source, one);
  return {
    tick: first.tick,
    rows: [...first.rows, ...second.rows],
    events: [...first.events, ...second.events],
    heard: [...heard.values()],
  };
}

/** Blocks take about eight bytes a row: this is a launch day of 41 series. */
const maxBytesHeld = 32 * 2 ** 20;
