import type { LedgerCheckpoint, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { openConnection, type Connection } from './open.ts';
import { attachedKinds, verifyEvidenceFiles } from './evidenceFiles.ts';
import { sealedKind } from './ledgerWriter.ts';
import { readSchemaVersion, schemaVersion } from './migrate.ts';
import { SessionError } from './sessionError.ts';
import { countMissingBytes, noteClosed, noteOpen, requireSessionFile } from './sessionFiles.ts';
import { translateError } from './translateError.ts';
import { tellProof } from './tellProof.ts';
import { verifyCheckpoint, verifySealedRows, verifyStoredCheckpoints } from './verifyCheckpoint.ts';
import { verifyChunks, verifyTail } from './verifyChunks.ts';
import { verifyFile, verifyReferences, verifySchema } from './verifyFile.ts';
import {
  causeInWords,
  fault,
  inWords,
  type SessionPart,
  type Verifying,
  type VerifyFault,
  type VerifyPlace,
  type VerifyReport,
} from './verifyReport.ts';
import { verifyLedger, verifyPlan, verifyTransitions } from './verifyRows.ts';

export interface VerifyOptions {
  /** One that was kept elsewhere. */
  readonly checkpoint?: LedgerCheckpoint;
}

/**
 * Proves the session whole, or names the first bad row of each part. A chain by itself proves only that nobody without
 * the means to rebuild it has changed it; against a checkpoint that was kept elsewhere, everything up to it is proven.
 * Throws `SessionError` only when there is no session to look at.
 */
export function verifySession(path: string, options: VerifyOptions = {}): VerifyReport {
  const work = verifyInSteps(path, options);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value;
}

/** The same in steps of a few milliseconds that tell where it is, for whoever watches. It may be left at any of them. */
export function* verifyInSteps(
  path: string,
  { checkpoint }: VerifyOptions = {},
): Generator<VerifyPlace, VerifyReport, void> {
  const real = requireSessionFile(path);
  const missingBytes = countMissingBytes(real);
  let db: Connection | undefined;
  noteOpen(real);
  try {
    db = openConnection(real, 'reader');
    if (readSchemaVersion(db) !== schemaVersion) {
      throw new SessionError(
        'needs_migration',
        `${path} was written by another version of Holdpoint: only that version can verify it; report and open read it here.`,
      );
    }
    // A writer may be at work: all parts are looked at as they were at one moment.
    db.exec('BEGIN');
    return yield* verifyParts(db, checkpoint);
  } catch (error) {
    const known = translateError(error, path);
    if (!(known instanceof SessionError) || known.code !== 'corrupt') throw known;
    const why = missingBytes > 0 ? `${inWords(missingBytes)} bytes at its end are gone` : causeInWords(known.cause);
    return {
      ok: false,
      faults: [fault('file', undefined, `the database file cannot be read: ${why}.`)],
      counts: undefined,
      proven: undefined,
      checkpoint: undefined,
      unproven: [],
    };
  } finally {
    db?.close();
    noteClosed(real);
  }
}

function* verifyParts(db: Connection, given: LedgerCheckpoint | undefined): Generator<VerifyPlace, VerifyReport, void> {
  const found: (VerifyFault | undefined)[] = [];
  found.push(attempt('file', () => verifyFile(db)));
  // What the ledger says of other parts, as far as it is whole itself.
  const [sealed, attached]: [LedgerRow[], LedgerRow[]] = [[], []];
  const ledger = yield* attemptSteps('ledger', () =>
    verifyLedger(db, [sealedKind, ...attachedKinds], (row) => (row.kind === sealedKind ? sealed : attached).push(row)),
  );
  found.push(ledger);
  if (given !== undefined) found.push(attempt('checkpoint', () => verifyCheckpoint(db, given)));
  found.push(yield* attemptSteps('checkpoint', () => verifyStoredCheckpoints(db)));
  // What a broken ledger says about the rest proves nothing.
  if (ledger === undefined) found.push(attempt('ledger', () => verifySealedRows(db, sealed)));
  found.push(yield* attemptSteps('plan', () => verifyPlan(db)));
  found.push(yield* attemptSteps('transition', () => verifyTransitions(db)));
  found.push(yield* attemptSteps('chunk', () => verifyChunks(db)));
  found.push(attempt('tail', () => verifyTail(db)));
  found.push(attempt('evidence', () => verifyEvidenceFiles(db, attached)));
  found.push(attempt('file', () => verifyReferences(db)));
  found.push(attempt('schema', () => verifySchema(db)));
  return tellProof(db, given, found.filter((one) => one !== undefined).filter(isFirstOfPart));
}

function isFirstOfPart({ part }: VerifyFault, place: number, faults: readonly VerifyFault[]): boolean {
  return faults.findIndex((one) => one.part === part) === place;
}

/** What cannot be read at all is a fault of the part that it is in. */
function attempt(part: SessionPart, verifyPart: () => VerifyFault | undefined): VerifyFault | undefined {
  try {
    return verifyPart();
  } catch (error) {
    return unreadable(part, error);
  }
}

function* attemptSteps(part: SessionPart, verifyPart: () => Verifying): Verifying {
  try {
    return yield* verifyPart();
  } catch (error) {
    return unreadable(part, error);
  }
}

function unreadable(part: SessionPart, error: unknown): VerifyFault {
  return fault(part, undefined, `the ${partNames[part]} cannot be read: ${causeInWords(error)}.`);
}

const partNames: Record<SessionPart, string> = {
  file: 'database file',
  ledger: 'ledger',
  plan: 'plan',
  transition: 'transitions',
  chunk: 'chunks',
  tail: 'lines that no chunk holds yet',
  evidence: 'files of evidence',
  checkpoint: 'stored checkpoints, with the rows that they signed,',
  schema: 'tables',
};
