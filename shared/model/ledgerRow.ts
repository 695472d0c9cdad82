import type { JsonValue } from './arrival.ts';

/** Who did it: the role acted in, and the person's name. What Holdpoint does by itself has the role `system`. */
export interface LedgerActor {
  readonly role: string;
  readonly name: string;
}

/** A fact to be written into the ledger: what the caller knows of a row. */
export interface LedgerFact {
  /** When it happened on the session's clock, ms since epoch. */
  readonly at: number;
  readonly actor: LedgerActor;
  /** Past tense: `decision.recorded`, `vote.cast`, `hold.called`. */
  readonly kind: string;
  /** In a rehearsal every body says `rehearsal: true`; anywhere else none may. */
  readonly body: { readonly [key: string]: JsonValue };
}

/** A row of the ledger as it stands: `hash = sha256(JCS({seq, at, actor, kind, body, prev}))`, in hex. */
export interface LedgerRow extends LedgerFact {
  /** 1 for the first row, without holes. */
  readonly seq: number;
  /** Hash of the row before, 64 zeros for the first. */
  readonly prev: string;
  readonly hash: string;
}

/**
 * What anybody may keep elsewhere, to prove later that the ledger up to row `seq` is the one that was signed.
 * `signature` is Ed25519 over JCS({seq, hash, publicKey}).
 */
export interface LedgerCheckpoint {
  readonly seq: number;
  readonly hash: string;
  /** SPKI in DER, base64. */
  readonly publicKey: string;
  /** base64. */
  readonly signature: string;
}
