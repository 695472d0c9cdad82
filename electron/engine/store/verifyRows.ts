import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import { rowHash, sha256, zeroHash } from './chainHash.ts';
import type { Connection } from './open.ts';
import type { LedgerTableRow } from './readLedger.ts';
import { toTransition, type TransitionRow } from './readRecords.ts';
import { fault, inWords, type SessionPart, type VerifyFault } from './verifyReport.ts';
import { transitionHash } from './writeRecords.ts';

/** A row of a chain as it stands in the file. */
interface ChainedRow {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** Walks the ledger; the first row that is missing, out of its place or changed. */
export function verifyLedger(db: Connection): VerifyFault | undefined {
  const sql = 'SELECT seq, at, role, name, kind, body, prev, hash FROM ledger ORDER BY seq';
  return walk<LedgerTableRow>(db, sql, 'ledger', 'ledger row', (row) => {
    const { seq, at, role, name, kind, body, prev } = row;
    // The same text that `rowHash` makes of the row, its members in order: a body is kept in canonical JSON, so it can
    // stand as it is, and any other text in its place has another hash.
    const text = JSON.stringify;
    return sha256(
      `{"actor":{"name":${text(name)},"role":${text(role)}},"at":${at},"body":${body},` +
        `"kind":${text(kind)},"prev":${text(prev)},"seq":${seq}}`,
    );
  });
}

export function verifyPlan(db: Connection): VerifyFault | undefined {
  const sql = 'SELECT seq, at, digest, text, prev, hash FROM plan ORDER BY seq';
  return walk<ChainedRow & { at: number; digest: string; text: string }>(db, sql, 'plan', 'plan', (row) =>
    rowHash({ seq: row.seq, at: row.at, digest: row.digest, text: row.text }, row.prev),
  );
}

export function verifyTransitions(db: Connection): VerifyFault | undefined {
  const sql = `SELECT seq, chunk, at, kind, id, cell, from_state, to_state, value, n, why, prev, hash
               FROM transition ORDER BY seq`;
  let chunk = 0;
  return walk<TransitionRow & ChainedRow & { chunk: number }>(db, sql, 'transition', 'transition', (row) => {
    const cell: unknown = JSON.parse(row.cell);
    // Chunks rise along the chain: a row that claims an earlier chunk than the row before was moved.
    if (canonicalJson(cell) !== row.cell || row.chunk < chunk) return undefined;
    chunk = row.chunk;
    return transitionHash(row.seq, toTransition(row), row.prev);
  });
}

/** `hashOf` gives the hash that the row should have; undefined when its words are not as we write them. */
function walk<Row extends ChainedRow>(
  db: Connection,
  sql: string,
  part: SessionPart,
  name: string,
  hashOf: (row: Row) => string | undefined,
): VerifyFault | undefined {
  let seq = 0;
  let hash = zeroHash;
  for (const row of db.prepare<[], Row>(sql).iterate()) {
    seq += 1;
    if (row.seq !== seq) {
      return fault(part, seq, `${name} ${inWords(seq)} is missing: ${inWords(row.seq)} comes in its place.`);
    }
    if (row.prev !== hash) {
      return fault(part, seq, `${name} ${inWords(seq)} does not follow from the one before it.`);
    }
    if (attempt(() => hashOf(row)) !== row.hash) {
      return fault(part, seq, `${name} ${inWords(seq)} does not match its hash: it was changed.`);
    }
    ({ hash } = row);
  }
  return undefined;
}

/** What cannot even be read is not what was written. */
function attempt(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
