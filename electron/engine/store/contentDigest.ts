import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import { decompress } from './compress.ts';
import { sealedKind } from './ledgerWriter.ts';
import type { Connection } from './open.ts';

/**
 * What counts as content, in order. Left out: how the tail is cut into rows, when anything was written by the wall clock,
 * signatures, and the ledger's rows about sealing (and so the numbers and hashes of ledger rows), which tell of the
 * session's closings and not of the launch.
 */
const sections: readonly (readonly [name: string, sql: string])[] = [
  ['identity', `SELECT value FROM meta WHERE key = 'identity'`],
  ['plan', 'SELECT seq, digest, text FROM plan ORDER BY seq'],
  [
    'chunk',
    `SELECT seq, first_line, lines, raw_bytes, first_tick, last_tick, whole_tick, position, contents, hash
     FROM chunk ORDER BY seq`,
  ],
  ['series', 'SELECT id, chunk, source, kind, metric, labels FROM series ORDER BY id'],
  [
    'block',
    `SELECT chunk, resolution, first_tick, last_tick, min_bucket, max_bucket, rows, raw_bytes, sha256
     FROM block ORDER BY id`,
  ],
  ['transition', 'SELECT seq, chunk, hash FROM transition ORDER BY seq'],
  ['quarantine', 'SELECT seq, chunk, line, at, reason, text, excerpt, source FROM quarantine ORDER BY seq'],
  ['gap', 'SELECT source, epoch, from_seq, to_seq, opened_at, closed_at FROM gap ORDER BY source, epoch, from_seq'],
  ['source_state', 'SELECT source, state FROM source_state ORDER BY source'],
  ['judge_checkpoint', 'SELECT tick, chunk, raw_bytes, sha256 FROM judge_checkpoint ORDER BY tick'],
  ['evidence_file', 'SELECT sha256, bytes FROM evidence_file ORDER BY sha256'],
  ['ledger', `SELECT role, name, kind, body FROM ledger WHERE kind <> '${sealedKind}' ORDER BY seq`],
];

export function digestContent(db: Connection): string {
  const digest = createHash('sha256');
  for (const [name, sql] of sections) {
    digest.update(`${name}\n`);
    for (const row of db.prepare(sql).iterate()) digest.update(`${canonicalJson(row)}\n`);
  }
  digest.update('tail\n');
  const tail = db.prepare<[], { raw_bytes: number; body: Buffer }>('SELECT raw_bytes, body FROM tail ORDER BY seq');
  for (const { raw_bytes, body } of tail.iterate()) digest.update(decompress(body, raw_bytes));
  return digest.digest('hex');
}
