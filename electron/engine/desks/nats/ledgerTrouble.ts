import { JetStreamApiCodes, JetStreamApiError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { causesOf, toNatsTrouble } from '../../source/live/nats/natsTrouble.ts';
import type { Appended } from '../ledgerDoor.ts';
import type { LedgerAddress } from './ledgerAddress.ts';
import { LedgerGone } from './ledgerPlace.ts';

/** No waiting mends it. The message is a sentence. */
export class LedgerRefusal extends Error {
  override readonly name = 'LedgerRefusal';
}

/** Of the errors of JetStream's interface: nobody is there to keep it at this moment. */
const unavailable = 503;
/** It is there, and has no room. */
const notStoredCode = 10077;

/** Why the link broke, or could not be had, in a sentence that says what to do. */
export function toLedgerTrouble(error: unknown, where: LedgerAddress): string {
  if (error instanceof LedgerRefusal) return error.message;
  if (error instanceof LedgerGone) {
    return (
      `What the desks have agreed on is gone from ${where.shown}, all of it or a part: the sessions of the desks have it. ` +
      'Keep them, export one (holdpoint report), and go on under another launch id, or have the stream restored.'
    );
  }
  return toNatsTrouble(error, where);
}

/** Somebody who keeps the server has to do something first. */
export function isLedgerRefusal(error: unknown): boolean {
  return error instanceof LedgerRefusal || isNotAllowed(error);
}

/** This user may not do that, or not come in. */
function isNotAllowed(error: unknown): boolean {
  return [...causesOf(error)].some(
    (one) => one instanceof errors.AuthorizationError || one instanceof errors.PermissionViolationError,
  );
}

/** What is known of an entry that was not acknowledged. */
export function toAppended(error: unknown, where: LedgerAddress, sizeBytes: number): Appended {
  if (error instanceof errors.InvalidArgumentError && /max_payload/.test(error.message)) {
    const text = `${sizeBytes} bytes are more than the server lets pass at once: make it smaller, or have the server's max_payload raised.`;
    return { kind: 'refused', text };
  }
  if (isNotAllowed(error)) return { kind: 'refused', text: toNatsTrouble(error, where) };
  if (error instanceof JetStreamApiError) {
    const { code, status, message } = error;
    if (code === JetStreamApiCodes.StreamWrongLastSequence) return { kind: 'behind' };
    // With the other code, somebody else's entry is on its way there and not yet kept.
    const mayCome = status === unavailable || code === JetStreamApiCodes.StreamWrongLastSequenceUnknown;
    if (!mayCome || code === notStoredCode) {
      return { kind: 'refused', text: `The server does not keep it (${message}): ask whoever keeps the server.` };
    }
  }
  return { kind: 'unknown', text: toNatsTrouble(error, where) };
}
