import type { LedgerCheckpoint, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { createConnection, openConnection, type Connection } from './open.ts';
import { attachedKind, verifyEvidenceFiles } from './evidenceFiles.ts';
import { sealedKind } from './ledgerWriter.ts';
import { migrate, readSchemaVersion, schemaVersion } from './migrate.ts';
import { prepared } from './prepared.ts';
import { readLastSealedRow, readLedgerCheckpoints, toLedgerRow } from './readLedger.ts';
import { SessionError } from './sessionError.ts';
import { noteClosed, noteOpen, requireSessionFile } from './sessionFiles.ts';
import { translateError } from './translateError.ts';
import { isSigned, readEnd, verifyCheckpoint, verifySealedRows } from './verifyCheckpoint.ts';
import { verifyChunks, verifyTail } from './verifyChunks.ts';
import { fault, inWords, type SessionPart, type VerifyFault, type VerifyReport } from './verifyReport.ts';
import { verifyLedger, verifyPlan, verifyTransitions } from './verifyRows.ts';

/**
 * Proves the session whole, or names the first bad row of each part. A chain by itself proves only that nobody without
 * the means to rebuild it has changed it; against a checkpoint that was kept elsewhere, everything up to it is proven.
 * Throws `SessionError` only when there is no session to look at.
 */
export function verifySession(
  path: string,
  { checkpoint }: { readonly checkpoint?: LedgerCheckpoint } = {},
): VerifyReport {
  const real = requireSessionFile(path);
  let db: Connection | undefined;
  noteOpen(real);
  try {
    db = openConnection(real, 'reader');
    if (readSchemaVersion(db) !== schemaVersion) {
      throw new SessionError(
        'needs_migration',
        `${path} was written by another version of Holdpoint: verify it with that version.`,
      );
    }
    return report(db, checkpoint);
  } catch (error) {
    const known = translateError(error, path);
    if (!(known instanceof SessionError) || known.code !== 'corrupt') throw known;
    return {
      ok: false,
      faults: [fault('file', undefined, `the database file cannot be read: ${wordsOf(known.cause)}.`)],
      counts: noCounts,
      proven: undefined,
      unproven: [],
    };
  } finally {
    db?.close();
    noteClosed(real);
  }
}

function report(db: Connection, given: LedgerCheckpoint | undefined): VerifyReport {
  // What the ledger says of other parts, as far as it is whole itself.
  const [sealed, attached]: [LedgerRow[], LedgerRow[]] = [[], []];
  const ledger = attempt('ledger', () =>
    verifyLedger(db, (row) => {
      if (row.kind === sealedKind) sealed.push(toLedgerRow(row));
      else if (row.kind === attachedKind) attached.push(toLedgerRow(row));
    }),
  );
  const found = [
    attempt('file', () => verifyFile(db)),
    ledger,
    attempt('checkpoint', () => (given === undefined ? undefined : verifyCheckpoint(db, given, 'given'))),
    attempt('checkpoint', () => verifyStoredCheckpoints(db)),
    // What a broken ledger says about the rest proves nothing.
    ledger === undefined ? attempt('ledger', () => verifySealedRows(db, sealed)) : undefined,
    attempt('plan', () => verifyPlan(db)),
    attempt('transition', () => verifyTransitions(db)),
    attempt('chunk', () => verifyChunks(db)),
    attempt('tail', () => verifyTail(db)),
    attempt('evidence', () => verifyEvidenceFiles(db, attached)),
    attempt('chunk', () => verifyReferences(db)),
    attempt('schema', () => verifySchema(db)),
  ].filter((one) => one !== undefined);
  const faults = found.filter((one, place) => found.findIndex(({ part }) => part === one.part) === place);
  const counts = readCounts(db, ledger === undefined);
  return { ok: faults.length === 0, faults, counts, ...readProof(db, given, faults, counts) };
}

/** What cannot be read at all is a fault of the part that it is in. */
function attempt(part: SessionPart, verifyPart: () => VerifyFault | undefined): VerifyFault | undefined {
  try {
    return verifyPart();
  } catch (error) {
    return fault(part, undefined, `the ${part} cannot be read: ${wordsOf(error)}.`);
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function verifyFile(db: Connection): VerifyFault | undefined {
  const found = String(db.pragma('integrity_check(1)', { simple: true }));
  return found === 'ok' ? undefined : fault('file', undefined, `the database file is damaged: ${found}.`);
}

function verifyStoredCheckpoints(db: Connection): VerifyFault | undefined {
  for (const checkpoint of readLedgerCheckpoints(db)) {
    const found = verifyCheckpoint(db, checkpoint, 'stored');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Rows sealed with a chunk that is not there any more. */
function verifyReferences(db: Connection): VerifyFault | undefined {
  const [found] = db.pragma('foreign_key_check') as { table: string }[];
  return found && fault('chunk', undefined, `rows of ${found.table} belong to a chunk that is missing.`);
}

/** The tables and the triggers that guard them, against those of a session made now. */
function verifySchema(db: Connection): VerifyFault | undefined {
  const fresh = createConnection(':memory:');
  try {
    migrate(fresh);
    const found = new Map(readSchema(db).map(({ name, sql }) => [name, sql]));
    for (const { name, sql } of readSchema(fresh)) {
      if (found.get(name) !== sql)
        return fault('schema', undefined, `${name}, which guards or holds the session, was changed or removed.`);
    }
    return undefined;
  } finally {
    fresh.close();
  }
}

function readSchema(db: Connection): { name: string; sql: string }[] {
  return db
    .prepare<[], { name: string; sql: string }>('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL')
    .all();
}

function readCounts(db: Connection, isLedgerWhole: boolean): VerifyReport['counts'] {
  const count = (sql: string): number => prepared<number | null>(db, sql).pluck().get() ?? 0;
  return {
    ledgerRows: count(`SELECT ${isLedgerWhole ? 'max(seq)' : 'count(*)'} FROM ledger`),
    transitions: count('SELECT count(*) FROM transition'),
    chunks: count('SELECT count(*) FROM chunk'),
    lines: count('SELECT sum(lines) FROM chunk'),
    tailLines: count('SELECT sum(lines) FROM tail'),
  };
}

const noCounts = { ledgerRows: 0, transitions: 0, chunks: 0, lines: 0, tailLines: 0 };

function readProof(
  db: Connection,
  given: LedgerCheckpoint | undefined,
  faults: readonly VerifyFault[],
  counts: VerifyReport['counts'],
): Pick<VerifyReport, 'proven' | 'unproven'> {
  if (faults.length > 0) return { proven: undefined, unproven: [] };
  const checkpoint = given ?? readLedgerCheckpoints(db).findLast(isSigned);
  if (checkpoint === undefined) {
    return {
      proven: undefined,
      unproven: ['no checkpoint was signed, so nothing here is proven to anyone but its writer.'],
    };
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
  return {
    proven: `the ledger up to row ${inWords(checkpoint.seq)}, chunks up to ${inWords(chunk)} and transitions up to ${inWords(transition)} are proven by ${by}.`,
    unproven,
  };
}

function after(what: string, proven: number, last: number): string | undefined {
  if (last <= proven) return undefined;
  return `${what} ${inWords(proven + 1)} to ${inWords(last)} came after the checkpoint and are not proven.`;
}
