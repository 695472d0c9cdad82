import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { LedgerCheckpoint, LedgerFact, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import type { PlanRow, SessionKind } from '../../../shared/model/session.ts';
import { rowHash } from './chainHash.ts';
import type { Connection } from './open.ts';
import { prepared } from './prepared.ts';
import type { SigningKey } from './session.ts';
import { SessionError } from './sessionError.ts';
import type { ChainHead, SessionHeads } from './sessionHeads.ts';

/** A checkpoint is signed whenever the ledger reaches a multiple of this. */
const rowsPerCheckpoint = 100;

/** The ledger's own row that says where the other chains stand, so that a signed ledger proves them too. */
export const sealedKind = 'session.sealed';

/** Appends facts to the chain, signing where it is due. Runs inside a transaction. */
export function writeLedger(
  db: Connection,
  facts: readonly LedgerFact[],
  head: ChainHead,
  kind: SessionKind,
  key: SigningKey | undefined,
): LedgerRow[] {
  const insert = prepared(
    db,
    'INSERT INTO ledger (seq, at, role, name, kind, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const rows: LedgerRow[] = [];
  let { seq, hash: prev } = head;
  for (const { at, actor, kind: what, body } of facts) {
    checkRehearsal(body, kind);
    seq += 1;
    const fact = { seq, at, actor: { role: actor.role, name: actor.name }, kind: what, body };
    const hash = rowHash(fact, prev);
    insert.run(seq, at, actor.role, actor.name, what, canonicalJson(body), prev, hash);
    rows.push({ ...fact, prev, hash });
    prev = hash;
    if (seq % rowsPerCheckpoint === 0 && key !== undefined) writeLedgerCheckpoint(db, { seq, hash }, key);
  }
  return rows;
}

export function writeLedgerCheckpoint(db: Connection, { seq, hash }: ChainHead, key: SigningKey): LedgerCheckpoint {
  const { publicKey } = key;
  const signature = Buffer.from(key.sign(checkpointBytes({ seq, hash, publicKey }))).toString('base64');
  prepared(
    db,
    'INSERT INTO ledger_checkpoint (seq, hash, public_key, signature) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  ).run(seq, hash, publicKey, signature);
  return { seq, hash, publicKey, signature };
}

/** What a checkpoint's signature covers. */
export function checkpointBytes({ seq, hash, publicKey }: Omit<LedgerCheckpoint, 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ seq, hash, publicKey }));
}

/** The fact that pins chunks, transitions and plan to the ledger; undefined when it would say nothing new. */
export function buildSealedFact(
  heads: SessionHeads,
  at: number,
  kind: SessionKind,
  last: LedgerFact | undefined,
): LedgerFact | undefined {
  const ends = {
    chunk: { seq: heads.chunk.seq, hash: heads.chunk.hash },
    transition: { seq: heads.transition.seq, hash: heads.transition.hash },
    plan: { seq: heads.plan.seq, hash: heads.plan.hash },
  };
  const body = kind === 'rehearsal' ? { ...ends, rehearsal: true } : ends;
  if (last !== undefined && canonicalJson(last.body) === canonicalJson(body)) return undefined;
  return { at, actor: { role: 'system', name: 'Holdpoint' }, kind: sealedKind, body };
}

export function writePlan(db: Connection, plan: Omit<PlanRow, 'seq'>, head: ChainHead): ChainHead {
  const row = { seq: head.seq + 1, at: plan.at, digest: plan.digest, text: plan.text };
  const hash = rowHash(row, head.hash);
  prepared(db, 'INSERT INTO plan (seq, at, digest, text, prev, hash) VALUES (?, ?, ?, ?, ?, ?)').run(
    ...Object.values(row),
    head.hash,
    hash,
  );
  return { seq: row.seq, hash };
}

function checkRehearsal(body: LedgerFact['body'], kind: SessionKind): void {
  const isRehearsal = body['rehearsal'] === true;
  if (isRehearsal === (kind === 'rehearsal')) return;
  throw new SessionError(
    'rehearsal_mismatch',
    isRehearsal
      ? `A fact of a rehearsal cannot be written into a ${kind} session: open the rehearsal's own session.`
      : 'This session is a rehearsal, and the fact does not say that it belongs to one: mark it `rehearsal: true`.',
  );
}
