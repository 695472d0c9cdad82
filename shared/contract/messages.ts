import { z } from 'zod';
import { planId } from '../model/room/roomScalars.ts';
import { commandOutcome } from './commands.ts';
import { contract, failureCodes } from './contract.ts';
import { wireSnapshot } from './wireRoom.ts';

/** A message to the engine has at most so many bytes of UTF-8. */
export const mostInboundBytes = 4096;

/** The client's own number for a call: its answer bears it. */
const call = z.int().min(0);

/** What a client says. What goes with a name is parsed in a second step, so that its answer can say what was wrong. */
export const clientMessage = z.discriminatedUnion('kind', [
  /** The first message, and the only one before it is answered with `welcome`. */
  z.strictObject({ kind: z.literal('hello'), version: z.int() }),
  z.strictObject({ kind: z.literal('command'), call, given: z.unknown() }),
  z.strictObject({ kind: z.literal('control'), call, name: z.string().max(100), args: z.unknown() }),
  z.strictObject({ kind: z.literal('query'), call, name: z.string().max(100), args: z.unknown() }),
  /** Asks for snapshots: the present one at once, then the latest whenever something has changed. */
  z.strictObject({ kind: z.literal('watch') }),
  z.strictObject({ kind: z.literal('unwatch') }),
  /** A snapshot was taken in: the next may come. So a slow reader misses snapshots, and nothing piles up. */
  z.strictObject({ kind: z.literal('seen') }),
]);
export type ClientMessage = z.output<typeof clientMessage>;

/** What the engine's side says. */
export const hostMessage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('welcome'),
    version: z.literal(contract.version),
    mayCommand: z.boolean(),
    /** The only role in which this connection may act; null where it may be any. */
    role: planId.nullable(),
  }),
  z.strictObject({ kind: z.literal('outcome'), call, outcome: commandOutcome }),
  z.strictObject({ kind: z.literal('answer'), call, value: z.unknown() }),
  /** `call` is null where the message could not even be read. */
  z.strictObject({
    kind: z.literal('failure'),
    call: call.nullable(),
    code: z.enum(failureCodes),
    text: z.string().min(1),
  }),
  z.strictObject({ kind: z.literal('snapshot'), snapshot: wireSnapshot }),
]);
export type HostMessage = z.output<typeof hostMessage>;

/** What one side hands the other: text, whole and in order. */
export interface Transport {
  /** Does nothing once it has ended. */
  send(message: string): void;
  /** To be called once. What came before is handed over then; `onEnd` is told once that nothing will come any more. */
  onMessage(listener: (message: string) => void, onEnd: () => void): void;
  close(): void;
}

/** Bytes of UTF-8. */
export function countBytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7ff) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
    // Two halves of a pair are four bytes together.
    if (unit >= 0xd800 && unit <= 0xdfff) bytes -= 1;
  }
  return bytes;
}

/** What was wrong with a value, in one sentence. */
export function toFault(error: z.ZodError): string {
  const [first] = error.issues;
  if (first === undefined) return 'It is not what was asked for.';
  const place = first.path.map(String).join('.');
  return `${place === '' ? '' : `${place}: `}${first.message}.`;
}
