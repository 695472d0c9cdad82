import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { StoredChunk } from '../../../shared/model/session.ts';
import type { BlockReader } from './blockReader.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';

export interface ChunkQuery {
  readonly series: ReadonlySet<number>;
  /** Both included. */
  readonly fromBucket: number;
  readonly toBucket: number;
  readonly upToTick: number;
  /** Chunks that end at or before this line are left out. */
  readonly afterLine: number;
}

interface Row {
  readonly block: number;
  readonly firstLine: number;
  readonly lines: number;
  readonly position: string;
  readonly before: string | null;
}

/** The chunks whose lines brought something for these series in this span, in order. */
export function* findChunks(db: Connection, reader: BlockReader, query: ChunkQuery): Generator<StoredChunk> {
  const { series, fromBucket, toBucket, upToTick, afterLine } = query;
  const found = prepared<Row>(
    db,
    `SELECT block.id AS block, chunk.first_line AS firstLine, chunk.lines, chunk.position, before.position AS before
     FROM block JOIN chunk ON chunk.seq = block.chunk LEFT JOIN chunk AS before ON before.seq = chunk.seq - 1
     WHERE block.resolution = 1 AND max_bucket >= ? AND min_bucket <= ? AND block.first_tick <= ?
       AND chunk.first_line + chunk.lines - 1 > ?
     ORDER BY chunk.seq`,
  ).all(fromBucket, toBucket, upToTick, afterLine);
  for (const { block, firstLine, lines, position, before } of found) {
    let isThere = false;
    reader.scanBlock(block, { tallies: false }, (row, tick) => {
      isThere ||= series.has(row.series.id) && tick <= upToTick && row.bucket >= fromBucket && row.bucket <= toBucket;
    });
    if (!isThere) continue;
    yield {
      firstLine,
      lines,
      position: JSON.parse(position) as JsonValue,
      before: before === null ? undefined : (JSON.parse(before) as JsonValue),
    };
  }
}
