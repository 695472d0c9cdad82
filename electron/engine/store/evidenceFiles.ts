import { createHash } from 'node:crypto';
import { mostCarriedBytes } from '../../../shared/model/deskMessages.ts';
import type { LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { compressBlock, decompress } from './compress.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import { fault, type VerifyFault } from './verifyReport.ts';

interface NamedFile {
  readonly name?: string;
  readonly sha256?: string;
  readonly bytes?: number;
}

/** Keeps a file under what is in it, and says what that is: SHA-256 in hex. A file that is there already is kept once. */
export function writeEvidenceFile(db: Connection, bytes: Uint8Array): string {
  const sha256 = sha256Of(bytes);
  prepared(db, 'INSERT INTO evidence_file (sha256, bytes, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(
    sha256,
    bytes.length,
    compressBlock(bytes),
  );
  return sha256;
}

export function readEvidenceFile(db: Connection, sha256: string): Uint8Array | undefined {
  const row = prepared<{ bytes: number; body: Buffer }>(
    db,
    'SELECT bytes, body FROM evidence_file WHERE sha256 = ?',
  ).get(sha256);
  return row && decompress(row.body, row.bytes);
}

/** The ledger's rows about files that were kept. */
export const attachedKinds = ['evidence.attached', 'plan.proposed'] as const;

/** Every file is what its name says, and every file that those rows of the ledger speak of is there. */
export function verifyEvidenceFiles(db: Connection, attached: readonly LedgerRow[]): VerifyFault | undefined {
  const kept = new Set<string>();
  for (const { sha256, bytes, body } of prepared<{ sha256: string; bytes: number; body: Buffer }>(
    db,
    'SELECT sha256, bytes, body FROM evidence_file ORDER BY sha256',
  ).iterate()) {
    if (sha256Of(decompress(body, bytes)) !== sha256) {
      return fault('evidence', undefined, `the file of evidence ${sha256.slice(0, 12)} is not what it was.`);
    }
    kept.add(sha256);
  }
  for (const { seq, body } of attached) {
    const { file, evidence, entry } = body as {
      readonly file?: NamedFile;
      readonly evidence?: unknown;
      readonly entry?: unknown;
    };
    const files = Array.isArray(evidence) ? (evidence as readonly NamedFile[]) : file === undefined ? [] : [file];
    // Among several desks only small ones are everywhere.
    if (entry !== undefined && files.reduce((total, { bytes = 0 }) => total + bytes, 0) > mostCarriedBytes) continue;
    const lost = files.find(({ sha256 }) => sha256 !== undefined && !kept.has(sha256));
    if (lost === undefined) continue;
    return fault('evidence', seq, `${lost.name ?? 'the file'}, attached by row ${seq} of the ledger, is missing.`);
  }
  return undefined;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
