import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import { sha256 } from './chainHash.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';

/**
 * Digests of everything else that was written with a chunk. They are hashed with it, so whoever can prove the chunk's
 * hash can prove these too. `gaps` and `sources` are those of the whole session after the seal: they change later, so
 * they can be proven for the last chunk only.
 */
export interface SealContents {
  readonly series: string;
  readonly blocks: string;
  readonly quarantine: string;
  readonly checkpoint: string;
  /** Hash of the last transition so far. */
  readonly transition: string;
  readonly gaps: string;
  readonly sources: string;
}

export function readSealContents(
  db: Connection,
  chunk: number,
  transition: string,
  before?: Partial<SealContents>,
): SealContents {
  return {
    series: rowsDigest(db, 'SELECT id, source, kind, metric, labels FROM series WHERE chunk = ? ORDER BY id', chunk),
    blocks: rowsDigest(
      db,
      `SELECT id, resolution, first_tick, last_tick, min_bucket, max_bucket, rows, raw_bytes, sha256
       FROM block WHERE chunk = ? ORDER BY id`,
      chunk,
    ),
    quarantine: rowsDigest(
      db,
      'SELECT seq, line, at, reason, text, excerpt, source FROM quarantine WHERE chunk = ? ORDER BY seq',
      chunk,
    ),
    checkpoint: rowsDigest(db, 'SELECT tick, raw_bytes, sha256 FROM judge_checkpoint WHERE chunk = ?', chunk),
    transition,
    gaps: before?.gaps ?? readGapsDigest(db),
    sources: before?.sources ?? readSourcesDigest(db),
  };
}

function readGapsDigest(db: Connection): string {
  return rowsDigest(
    db,
    'SELECT source, epoch, from_seq, to_seq, opened_at, closed_at FROM gap ORDER BY source, epoch, from_seq',
  );
}

function readSourcesDigest(db: Connection): string {
  return rowsDigest(db, 'SELECT source, state FROM source_state ORDER BY source');
}

function rowsDigest(db: Connection, sql: string, ...parameters: unknown[]): string {
  return sha256(canonicalJson(prepared<object>(db, sql).all(...parameters)));
}
