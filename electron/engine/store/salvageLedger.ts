import type { LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { rowHash } from './chainHash.ts';
import { openConnection, type Connection } from './open.ts';
import { readLedgerRow } from './readLedger.ts';
import { noteClosed, noteOpen, requireSessionFile } from './sessionFiles.ts';
import { translateError } from './translateError.ts';

export interface SalvagedLedger {
  /** Every row that could still be read, in order. Whether they are whole is for their hashes to say (`isWhole`). */
  readonly rows: readonly LedgerRow[];
  /** Numbers before the last salvaged row that could not be read. */
  readonly lost: readonly number[];
}

/** After so many rows in a row that cannot be read, there are no more. */
const patience = 1000;

/**
 * What people decided, from a damaged session, row by row: a page that is lost takes its own rows with it and no others.
 * Everything else in a session can be made again from the recording; this cannot. `fromSeq`: rows before it are left out.
 */
export function salvageLedger(path: string, fromSeq = 1): SalvagedLedger {
  const real = requireSessionFile(path);
  let db: Connection | undefined;
  noteOpen(real);
  try {
    db = openConnection(real, 'reader');
    return readWhatIsLeft(db, fromSeq);
  } catch (error) {
    throw translateError(error, path);
  } finally {
    db?.close();
    noteClosed(real);
  }
}

/** Whether the row says what was written: all of it goes into its hash, and the hash of the row before it. */
export function isWhole({ prev, hash, ...fact }: LedgerRow): boolean {
  return rowHash({ ...fact }, prev) === hash;
}

function readWhatIsLeft(db: Connection, fromSeq: number): SalvagedLedger {
  // Without the table's place in the file there is nothing to look for.
  db.prepare('SELECT seq FROM ledger LIMIT 0').all();
  const rows: LedgerRow[] = [];
  const lost: number[] = [];
  for (let seq = fromSeq; seq - (rows.at(-1)?.seq ?? fromSeq - 1) <= patience; seq += 1) {
    const row = readRow(db, seq);
    if (row === undefined) lost.push(seq);
    else rows.push(row);
  }
  const last = rows.at(-1)?.seq ?? 0;
  return { rows, lost: lost.filter((seq) => seq < last) };
}

function readRow(db: Connection, seq: number): LedgerRow | undefined {
  try {
    return readLedgerRow(db, seq);
  } catch {
    return undefined;
  }
}
