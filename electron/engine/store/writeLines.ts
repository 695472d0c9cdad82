import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { RawLines } from '../../../shared/model/session.ts';
import { linesHash } from './chainHash.ts';
import { compressLines } from './compress.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import type { SealContents } from './sealContents.ts';
import { SessionError } from './sessionError.ts';
import type { ChainHead, SessionHeads } from './sessionHeads.ts';

export interface PackedLines {
  readonly first: number;
  readonly count: number;
  readonly rawBytes: number;
  readonly body: Buffer;
}

/** Lays the pieces together and compresses them. */
export function packLines({ first, count, bytes }: RawLines): PackedLines {
  const [piece] = bytes;
  const raw = piece !== undefined && bytes.length === 1 ? piece : Buffer.concat(bytes);
  if ((count === 0) !== (raw.length === 0) || (raw.length > 0 && raw.at(-1) !== lineFeed)) {
    throw new SessionError('out_of_order', `Lines from ${first} must each end in a line feed: hand in whole lines.`);
  }
  return { first, count, rawBytes: raw.length, body: compressLines(raw) };
}

/** Appends to the tail; its rows are chained, the first to the last sealed chunk. */
export function writeTail(db: Connection, lines: PackedLines, head: ChainHead): ChainHead {
  const seq = head.seq + 1;
  const hash = linesHash(head.hash, tailHeader(seq, lines), lines.body);
  prepared(
    db,
    'INSERT INTO tail (seq, first_line, lines, raw_bytes, prev, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(seq, lines.first, lines.count, lines.rawBytes, head.hash, hash, lines.body);
  return { seq, hash };
}

export function tailHeader(seq: number, lines: Omit<PackedLines, 'body'>): Readonly<Record<string, unknown>> {
  return { tail: seq, firstLine: lines.first, lines: lines.count, rawBytes: lines.rawBytes };
}

/** The words of a chunk's row that are hashed with its lines, as they stand in the file. */
export interface ChunkHeader {
  readonly seq: number;
  readonly firstLine: number;
  readonly lines: number;
  readonly rawBytes: number;
  readonly firstTick: number | null;
  readonly lastTick: number | null;
  readonly wholeTick: number | null;
  readonly position: string;
  readonly contents: string;
}

export interface ChunkTicks {
  readonly firstTick: number | undefined;
  readonly lastTick: number | undefined;
  readonly wholeTick: number | undefined;
}

export function writeChunk(
  db: Connection,
  lines: PackedLines,
  ticks: ChunkTicks,
  position: JsonValue,
  contents: SealContents,
  heads: SessionHeads,
): ChunkHeader & ChainHead {
  const header: ChunkHeader = {
    seq: heads.chunk.seq + 1,
    firstLine: lines.first,
    lines: lines.count,
    rawBytes: lines.rawBytes,
    firstTick: ticks.firstTick ?? null,
    lastTick: ticks.lastTick ?? null,
    wholeTick: ticks.wholeTick ?? null,
    position: canonicalJson(position),
    contents: canonicalJson(contents),
  };
  const prev = heads.chunk.hash;
  const hash = linesHash(prev, { ...header }, lines.body);
  prepared(
    db,
    `INSERT INTO chunk (seq, first_line, lines, raw_bytes, first_tick, last_tick, whole_tick, position, contents,
       prev, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(...(Object.values(header) as (string | number | null)[]), prev, hash, lines.body);
  prepared(db, 'DELETE FROM tail').run();
  return { ...header, hash };
}

const lineFeed = 10;
