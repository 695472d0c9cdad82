import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import { rowHash, sha256, zeroHash } from './chainHash.ts';
import type { Connection } from './open.ts';
import type { LedgerTableRow } from './readLedger.ts';
import { toTransition, type TransitionRow } from './readRecords.ts';
import { causeInWords, fault, inWords, type Verifying } from './verifyReport.ts';
import { transitionHash } from './writeRecords.ts';

/** A row of a chain as it stands in the file. */
interface ChainedRow {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

/** Walks the ledger; the first row that is missing, out of its place or changed. `visit` has every row before it. */
export function verifyLedger(db: Connection, visit: (row: LedgerTableRow) => void): Verifying {
  let before: LedgerTableRow | undefined;
  let head = '';
  let middle = '';
  const hashOf = (row: LedgerTableRow): string => {
    // The same text that `rowHash` makes of the row, its members in order: a body is kept in canonical JSON, so it can
    // stand as it is, and any other text in its place has another hash. `prev` is the hash of the row before by now.
    const { name, role, kind } = row;
    if (before?.name !== name || before.role !== role || before.kind !== kind) {
      head = `{"actor":{"name":${JSON.stringify(name)},"role":${JSON.stringify(role)}},"at":`;
      middle = `,"kind":${JSON.stringify(kind)},"prev":"`;
    }
    before = row;
    return sha256(`${head}${row.at},"body":${row.body}${middle}${row.prev}","seq":${row.seq}}`);
  };
  return walk(db, 'ledger', 'ledger row', 'at, role, name, kind, body', hashOf, visit);
}

export function verifyPlan(db: Connection): Verifying {
  return walk<ChainedRow & { at: number; digest: string; text: string }>(
    db,
    'plan',
    'plan',
    'at, digest, text',
    ({ seq, at, digest, text, prev }) => rowHash({ seq, at, digest, text }, prev),
  );
}

export function verifyTransitions(db: Connection): Verifying {
  const columns = 'chunk, at, kind, id, cell, from_state, to_state, value, n, why';
  let chunk = 0;
  return walk<TransitionRow & ChainedRow & { chunk: number }>(db, 'transition', 'transition', columns, (row) => {
    const cell: unknown = JSON.parse(row.cell);
    // Chunks rise along the chain: a row that claims an earlier chunk than the row before was moved.
    if (canonicalJson(cell) !== row.cell || row.chunk < chunk) return undefined;
    chunk = row.chunk;
    return transitionHash(row.seq, toTransition(row), row.prev);
  });
}

/** Taking rows one by one from the database costs as much as hashing them. */
const rowsAtOnce = 500;

/** `hashOf` gives the hash that the row should have; undefined when its words are not as we write them. */
function* walk<Row extends ChainedRow>(
  db: Connection,
  part: 'ledger' | 'plan' | 'transition',
  name: string,
  columns: string,
  hashOf: (row: Row) => string | undefined,
  visit?: (row: Row) => void,
): Verifying {
  let seq = 0;
  let hash = zeroHash;
  try {
    for (const rows of readRows<Row>(db, part, columns)) {
      for (const row of rows) {
        seq += 1;
        if (row.seq !== seq) {
          return fault(part, seq, `${name} ${inWords(seq)} is missing: ${inWords(row.seq)} comes in its place.`);
        }
        if (row.prev !== hash) {
          return fault(part, seq, `${name} ${inWords(seq)} does not follow from the one before it.`);
        }
        if (attempt(hashOf, row) !== row.hash) {
          return fault(part, seq, `${name} ${inWords(seq)} does not match its hash: it was changed.`);
        }
        ({ hash } = row);
        visit?.(row);
      }
      yield { part, seq };
    }
  } catch (error) {
    return fault(part, seq + 1, `${name} ${inWords(seq + 1)} cannot be read: ${causeInWords(error)}.`);
  }
  return undefined;
}

/** All rows, some hundreds at once; where those cannot be read together, one by one up to the first that cannot. */
function* readRows<Row extends ChainedRow>(db: Connection, table: string, columns: string): Generator<Row[]> {
  const page = db.prepare<[number, number], Row>(
    `SELECT seq, prev, hash, ${columns} FROM "${table}" WHERE seq > ? ORDER BY seq LIMIT ?`,
  );
  let atOnce = rowsAtOnce;
  let after = -Infinity;
  for (;;) {
    try {
      const rows = page.all(after, atOnce);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows;
      after = last.seq;
    } catch (error) {
      if (atOnce === 1) throw error;
      atOnce = 1;
    }
  }
}

/** What cannot even be read is not what was written. */
function attempt<Row>(hashOf: (row: Row) => string | undefined, row: Row): string | undefined {
  try {
    return hashOf(row);
  } catch {
    return undefined;
  }
}
