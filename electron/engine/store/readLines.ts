import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { ChunkPosition, StoredLine } from '../../../shared/model/session.ts';
import { decompress } from './compress.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';

interface LinesRow {
  readonly seq: number;
  readonly first_line: number;
  readonly lines: number;
  readonly raw_bytes: number;
  readonly body: Buffer;
}

// Row by row, never one long statement: while a statement is open, its connection cannot write.

/** The lines of the tail, in order. */
export function* readTailLines(db: Connection): Generator<StoredLine> {
  yield* readRows(db, 'tail', 1, 0);
}

/** Sealed lines from `fromLine` on, then the tail's. */
export function* readLines(db: Connection, fromLine: number): Generator<StoredLine> {
  const start = prepared<number | null>(
    db,
    'SELECT max(seq) FROM chunk WHERE first_line = (SELECT max(first_line) FROM chunk WHERE first_line <= ?)',
  )
    .pluck()
    .get(fromLine);
  yield* readRows(db, 'chunk', start ?? 1, fromLine);
  yield* readRows(db, 'tail', 1, fromLine);
}

export function readPositions(db: Connection, fromChunk = 1): ChunkPosition[] {
  return prepared<{ first_line: number; lines: number; position: string }>(
    db,
    'SELECT first_line, lines, position FROM chunk WHERE seq >= ? ORDER BY seq',
  )
    .all(fromChunk)
    .map((row) => ({ firstLine: row.first_line, lines: row.lines, position: JSON.parse(row.position) as JsonValue }));
}

function* readRows(db: Connection, table: 'chunk' | 'tail', fromSeq: number, fromLine: number): Generator<StoredLine> {
  const next = prepared<LinesRow>(
    db,
    `SELECT seq, first_line, lines, raw_bytes, body FROM ${table} WHERE seq >= ? ORDER BY seq LIMIT 1`,
  );
  for (let row = next.get(fromSeq); row !== undefined; row = next.get(row.seq + 1)) {
    yield* splitLines(decompress(row.body, row.raw_bytes), row.first_line, fromLine);
  }
}

function* splitLines(bytes: Buffer, firstLine: number, fromLine: number): Generator<StoredLine> {
  let line = firstLine;
  for (let start = 0; start < bytes.length; line += 1) {
    const end = bytes.indexOf(lineFeed, start);
    if (end < 0) throw new RangeError(`Line ${line} has no end.`);
    if (line >= fromLine) yield { line, bytes: bytes.subarray(start, end) };
    start = end + 1;
  }
}

const lineFeed = 10;
