import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { LedgerCheckpoint, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import { checkpointBytes } from './ledgerWriter.ts';
import type { Connection } from './open.ts';
import { orUndefined, prepared } from './prepared.ts';
import { fault, inWords, type Verifying, type VerifyFault } from './verifyReport.ts';

/** True when the signature is of the key that the checkpoint itself names. */
export function isSigned(checkpoint: LedgerCheckpoint): boolean {
  const signature = toBytes(checkpoint.signature);
  if (signature === undefined) return false;
  try {
    const key = toKey(checkpoint.publicKey);
    return key !== undefined && verify(null, checkpointBytes(checkpoint), key, signature);
  } catch {
    return false;
  }
}

/** One text for each value: base64 that only reads the same is not what was signed. */
function toBytes(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 ? bytes : undefined;
}

/** The checkpoints of a session are nearly all of one key. */
let lastKey: { readonly text: string; readonly key: KeyObject | undefined } | undefined;

function toKey(text: string): KeyObject | undefined {
  if (lastKey?.text !== text) lastKey = { text, key: readKey(text) };
  return lastKey.key;
}

function readKey(text: string): KeyObject | undefined {
  const bytes = toBytes(text);
  const key = bytes && createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  return key?.asymmetricKeyType === 'ed25519' ? key : undefined;
}

/** Whether the ledger still holds what a checkpoint signed that was kept elsewhere. */
export function verifyCheckpoint(db: Connection, checkpoint: LedgerCheckpoint): VerifyFault | undefined {
  const found = prepared<string>(db, 'SELECT hash FROM ledger WHERE seq = ?').pluck().get(checkpoint.seq);
  return findFault(db, checkpoint, found, 'the checkpoint');
}

const checkpointsAStep = 50;

/** The same for every checkpoint in the file itself. */
export function* verifyStoredCheckpoints(db: Connection): Verifying {
  const rows = prepared<LedgerCheckpoint & { found: string | null }>(
    db,
    `SELECT one.seq, one.hash, one.public_key AS publicKey, one.signature, ledger.hash AS found
     FROM ledger_checkpoint AS one LEFT JOIN ledger ON ledger.seq = one.seq ORDER BY one.seq`,
  ).all();
  for (const [place, { found, ...checkpoint }] of rows.entries()) {
    const wrong = findFault(db, checkpoint, orUndefined(found), 'the stored checkpoint');
    if (wrong !== undefined) return wrong;
    if (place % checkpointsAStep === 0) yield { part: 'checkpoint', seq: checkpoint.seq };
  }
  return undefined;
}

/** `found` is the hash of the row that the checkpoint names, where there is one. */
function findFault(
  db: Connection,
  checkpoint: LedgerCheckpoint,
  found: string | undefined,
  what: string,
): VerifyFault | undefined {
  const { seq, hash } = checkpoint;
  const isOurs = isSigned(checkpoint);
  if (isOurs && found === hash) return undefined;
  const name = `${what} of ledger row ${inWords(seq)}`;
  if (!isOurs) return fault('checkpoint', seq, `${name} is not signed by the key that it names.`);
  if (found === undefined) {
    const end = prepared<number | null>(db, 'SELECT max(seq) FROM ledger').pluck().get() ?? 0;
    return fault(
      'ledger',
      end + 1,
      `the ledger ends at row ${inWords(end)}, and ${name} proves that it went on: it was cut.`,
    );
  }
  return fault(
    'ledger',
    seq,
    `ledger row ${inWords(seq)} is not the one that ${name} signed: the ledger was rewritten.`,
  );
}

/** Where the other chains stood, by the ledger's own rows about it: each must still be as it was then. */
export function verifySealedRows(db: Connection, sealed: readonly LedgerRow[]): VerifyFault | undefined {
  for (const row of sealed) {
    for (const part of ['chunk', 'transition', 'plan'] as const) {
      const end = readEnd(row, part);
      if (end === undefined || end.seq === 0) continue;
      const found = prepared<{ hash: string }>(db, `SELECT hash FROM "${part}" WHERE seq = ?`).get(end.seq);
      const said = `ledger row ${inWords(row.seq)} says`;
      if (found === undefined) {
        return fault(
          part,
          end.seq,
          `${part} ${inWords(end.seq)} is missing, and ${said} that it was there: the session was cut.`,
        );
      }
      if (found.hash !== end.hash) {
        return fault(
          part,
          end.seq,
          `${part} ${inWords(end.seq)} is not the one that ${said} was there: the session was rewritten.`,
        );
      }
    }
  }
  return undefined;
}

/** Where a chain ended when the row was written. */
export function readEnd(row: LedgerRow, part: string): { readonly seq: number; readonly hash: string } | undefined {
  const end = row.body[part];
  if (typeof end !== 'object' || end === null || !('seq' in end) || !('hash' in end)) return undefined;
  return typeof end.seq === 'number' && typeof end.hash === 'string' ? { seq: end.seq, hash: end.hash } : undefined;
}
