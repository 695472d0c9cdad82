import type { LedgerCheckpoint } from '../../../shared/model/ledgerRow.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import { readLastSealedRow, readLedgerCheckpoints } from './readLedger.ts';
import { isSigned, readEnd } from './verifyCheckpoint.ts';
import { inWords, type SessionCounts, type VerifyFault, type VerifyReport } from './verifyReport.ts';

/** What was found, and what that proves of the session, and to whom. */
export function tellProof(
  db: Connection,
  given: LedgerCheckpoint | undefined,
  faults: readonly VerifyFault[],
): VerifyReport {
  const nothing = { proven: undefined, checkpoint: undefined };
  if (faults.length > 0) return { ok: false, faults, counts: countWhatIsLeft(db), ...nothing, unproven: [] };
  const counts = readCounts(db, 'max(seq)');
  const checkpoint = given ?? readLedgerCheckpoints(db).findLast(isSigned);
  if (checkpoint === undefined) {
    const unproven = ['no checkpoint was signed, so nothing here is proven to anyone but its writer.'];
    return { ok: true, faults, counts, ...nothing, unproven };
  }
  const sealed = readLastSealedRow(db, checkpoint.seq);
  const chunk = (sealed && readEnd(sealed, 'chunk')?.seq) ?? 0;
  const transition = (sealed && readEnd(sealed, 'transition')?.seq) ?? 0;
  const by =
    given === undefined ? 'the last checkpoint in the file, if you hold a copy of it elsewhere' : 'the checkpoint';
  const unproven = [
    after('ledger rows', checkpoint.seq, counts.ledgerRows),
    after('chunks', chunk, counts.chunks),
    after('transitions', transition, counts.transitions),
    counts.tailLines > 0
      ? `${inWords(counts.tailLines)} lines that no chunk holds yet came after the checkpoint and are not proven.`
      : undefined,
  ].filter((sentence) => sentence !== undefined);
  const proven = `the ledger up to row ${inWords(checkpoint.seq)}, chunks up to ${inWords(chunk)} and transitions up to ${inWords(transition)} are proven by ${by}.`;
  return { ok: true, faults, counts, proven, checkpoint, unproven };
}

function after(what: string, proven: number, last: number): string | undefined {
  if (last <= proven) return undefined;
  return `${what} ${inWords(proven + 1)} to ${inWords(last)} came after the checkpoint and are not proven.`;
}

function countWhatIsLeft(db: Connection): SessionCounts | undefined {
  try {
    return readCounts(db, 'count(*)');
  } catch {
    return undefined;
  }
}

/** A chain that is whole has as many rows as its last one says, and need not be gone through again. */
function readCounts(db: Connection, rows: 'max(seq)' | 'count(*)'): SessionCounts {
  const count = (sql: string): number => prepared<number | null>(db, sql).pluck().get() ?? 0;
  return {
    ledgerRows: count(`SELECT ${rows} FROM ledger`),
    transitions: count(`SELECT ${rows} FROM transition`),
    chunks: count(`SELECT ${rows} FROM chunk`),
    lines: count('SELECT sum(lines) FROM chunk'),
    tailLines: count('SELECT sum(lines) FROM tail'),
  };
}
