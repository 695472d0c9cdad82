import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { rowHash, sha256, zeroHash } from './chainHash.ts';
import type { Connection } from './open.ts';
import { readLedgerRow } from './readLedger.ts';
import { toTransition, type TransitionRow } from './readRecords.ts';
import type { ChainHead } from './sessionHeads.ts';
import { causeInWords, fault, inWords, type VerifyFault, type Verifying } from './verifyReport.ts';
import { transitionHash } from './writeRecords.ts';

/** A row of a chain as it stands in the file. */
interface ChainedRow {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

interface Chain<Row extends ChainedRow> {
  readonly part: 'ledger' | 'plan' | 'transition';
  readonly name: string;
  /** What a row has beside the numbers and hashes of the chain. */
  readonly columns: string;
  /** The hash that the row should have; undefined when its words are not as we write them. */
  readonly hashOf: (row: Row) => string | undefined;
  /** Has every row that is whole, in order. */
  readonly visit?: (row: Row) => void;
}

/**
 * The text that `rowHash` makes of a row of the ledger, put together by the database, which takes half the time: a body
 * is kept in canonical JSON, so it can stand as it is, and any other text in its place has another hash. By the time that
 * it is hashed, `prev` is known to be the hash of the row before.
 */
const ledgerText = `concat('{"actor":{"name":', json_quote(name), ',"role":', json_quote(role), '},"at":', at, ',"body":',
  body, ',"kind":', json_quote(kind), ',"prev":"', prev, '","seq":', seq, '}')`;

/** Walks the ledger; the first row that is missing, out of its place or changed. `visit` has those of `kinds` before it. */
export function verifyLedger(db: Connection, kinds: readonly string[], visit: (row: LedgerRow) => void): Verifying {
  const isVisited = `kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
  return walk<ChainedRow & { text: string; isVisited: 0 | 1 }>(db, {
    part: 'ledger',
    name: 'ledger row',
    columns: `${ledgerText} AS text, ${isVisited} AS isVisited`,
    hashOf: ({ text }) => sha256(text),
    visit({ seq, isVisited }) {
      const row = isVisited === 1 ? readLedgerRow(db, seq) : undefined;
      if (row !== undefined) visit(row);
    },
  });
}

export function verifyPlan(db: Connection): Verifying {
  return walk<ChainedRow & { at: number; digest: string; text: string }>(db, {
    part: 'plan',
    name: 'plan',
    columns: 'at, digest, text',
    hashOf: ({ seq, at, digest, text, prev }) => rowHash({ seq, at, digest, text }, prev),
  });
}

export function verifyTransitions(db: Connection): Verifying {
  let chunk = 0;
  return walk<TransitionRow & ChainedRow & { chunk: number }>(db, {
    part: 'transition',
    name: 'transition',
    columns: 'chunk, at, kind, id, cell, from_state, to_state, value, n, why',
    hashOf(row) {
      const cell: unknown = JSON.parse(row.cell);
      // Chunks rise along the chain: a row that claims an earlier chunk than the row before was moved.
      if (canonicalJson(cell) !== row.cell || row.chunk < chunk) return undefined;
      chunk = row.chunk;
      return transitionHash(row.seq, toTransition(row), row.prev);
    },
  });
}

function* walk<Row extends ChainedRow>(db: Connection, chain: Chain<Row>): Verifying {
  const { part, name } = chain;
  let head: ChainHead = { seq: 0, hash: zeroHash };
  try {
    for (const rows of readRows(db, chain)) {
      const wrong = findWrongRow(chain, rows, head);
      if (wrong !== undefined) return wrong;
      head = rows.at(-1) ?? head;
      yield { part, seq: head.seq };
    }
    return undefined;
  } catch (error) {
    const seq = head.seq + 1;
    return fault(part, seq, `${name} ${inWords(seq)} cannot be read: ${causeInWords(error)}.`);
  }
}

/** The first of these rows that does not follow from `head` and from each other. */
function findWrongRow<Row extends ChainedRow>(
  { part, name, hashOf, visit }: Chain<Row>,
  rows: readonly Row[],
  head: ChainHead,
): VerifyFault | undefined {
  let { seq, hash } = head;
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
  return undefined;
}

/** What cannot even be read is not what was written. */
function attempt<Row>(hashOf: (row: Row) => string | undefined, row: Row): string | undefined {
  try {
    return hashOf(row);
  } catch {
    return undefined;
  }
}

/** Taking rows one by one from the database costs as much as hashing them. */
const rowsAtOnce = 500;

/** All rows, some hundreds at once; where those cannot be read together, one by one up to the first that cannot. */
function* readRows<Row extends ChainedRow>(db: Connection, { part, columns }: Chain<Row>): Generator<Row[]> {
  // A limit that the database knows beforehand is a little faster.
  const preparePage = (limit: number) =>
    db.prepare<[number], Row>(
      `SELECT seq, prev, hash, ${columns} FROM "${part}" WHERE seq > ? ORDER BY seq LIMIT ${limit}`,
    );
  let page = preparePage(rowsAtOnce);
  let isOneByOne = false;
  let after = -Infinity;
  for (;;) {
    let rows: Row[];
    try {
      rows = page.all(after);
    } catch (error) {
      if (isOneByOne) throw error;
      isOneByOne = true;
      page = preparePage(1);
      continue;
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.seq;
  }
}
