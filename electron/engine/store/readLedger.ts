import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { LedgerCheckpoint, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { sealedKind } from './ledgerWriter.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';

interface LedgerTableRow {
  readonly seq: number;
  readonly at: number;
  readonly role: string;
  readonly name: string;
  readonly kind: string;
  readonly body: string;
  readonly prev: string;
  readonly hash: string;
}

/** Both ends included. `toAt` leaves out what happened later on the session's clock. */
export interface LedgerRange {
  readonly fromSeq?: number;
  readonly toSeq?: number;
  readonly toAt?: number;
}

export function readLedger(
  db: Connection,
  { fromSeq = 1, toSeq = Infinity, toAt = Infinity }: LedgerRange = {},
): LedgerRow[] {
  return prepared<LedgerTableRow>(
    db,
    `SELECT seq, at, role, name, kind, body, prev, hash FROM ledger
     WHERE seq >= ? AND seq <= ? AND at <= ? ORDER BY seq`,
  )
    .all(fromSeq, toSeq, toAt)
    .map(toLedgerRow);
}

export function readLedgerRow(db: Connection, seq: number): LedgerRow | undefined {
  const row = prepared<LedgerTableRow>(
    db,
    'SELECT seq, at, role, name, kind, body, prev, hash FROM ledger WHERE seq = ?',
  ).get(seq);
  return row && toLedgerRow(row);
}

/** The last row, at or before `toSeq`, that pins the other chains. */
export function readLastSealedRow(db: Connection, toSeq = Infinity): LedgerRow | undefined {
  const row = prepared<LedgerTableRow>(
    db,
    `SELECT seq, at, role, name, kind, body, prev, hash FROM ledger
     WHERE kind = ? AND seq <= ? ORDER BY seq DESC LIMIT 1`,
  ).get(sealedKind, toSeq);
  return row && toLedgerRow(row);
}

export function readLedgerCheckpoints(db: Connection): LedgerCheckpoint[] {
  return prepared<LedgerCheckpoint>(
    db,
    'SELECT seq, hash, public_key AS publicKey, signature FROM ledger_checkpoint ORDER BY seq',
  ).all();
}

function toLedgerRow(row: LedgerTableRow): LedgerRow {
  return {
    seq: row.seq,
    at: row.at,
    actor: { role: row.role, name: row.name },
    kind: row.kind,
    body: JSON.parse(row.body) as { readonly [key: string]: JsonValue },
    prev: row.prev,
    hash: row.hash,
  };
}
