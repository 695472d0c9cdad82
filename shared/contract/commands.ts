import { z } from 'zod';
import { attachedFile } from '../model/room/criterionFacts.ts';
import { type RefusalCode, refusalCodes } from '../model/room/refusal.ts';
import { commandSchemas } from '../model/room/roomFact.ts';
import { setNumbers } from '../model/room/planFacts.ts';
import { personName, planId, reason, rowNumber } from '../model/room/roomScalars.ts';
import type { Plain } from './plain.ts';
import { sweepAsked } from './sweepQueries.ts';

/** Holdpoint's own acts stand in the ledger under this role: nobody else may take it. */
const ownRole = 'system';

/**
 * Commands as clients give them. They are those of the room, but for evidence and changed plans: a client names the file
 * that it handed over before, and the host reads what the file says, so that nobody can claim what it does not.
 */
export const wireCommands = {
  ...commandSchemas,
  'evidence.attach': z.strictObject({ evidence: planId, file: attachedFile.shape.sha256 }),
  'plan.change': z.strictObject({ file: attachedFile.shape.sha256, reason }),
  /** The host writes the numbers into the plan's text, and keeps what the engine found by that sweep as evidence. */
  'plan.propose': z.strictObject({ set: setNumbers, reason, sweep: sweepAsked.optional() }),
  'plan.accept': z.strictObject({ proposal: rowNumber }),
};

type Commands = typeof wireCommands;
export type WireCommandKind = keyof Commands;
export type WireCommand = {
  [Kind in WireCommandKind]: { readonly kind: Kind; readonly args: z.input<Commands[Kind]> };
}[WireCommandKind];
/** A command after parsing: what may be left out is filled in. */
export type ParsedCommand = {
  [Kind in WireCommandKind]: { readonly kind: Kind; readonly args: z.output<Commands[Kind]> };
}[WireCommandKind];

/** What goes with every command. Given again under the same id it is the same command, and is done once. */
export const commandEnvelope = {
  id: z
    .string({ error: 'give the command an id' })
    .regex(/^[A-Za-z0-9_-]{8,64}$/, { error: 'give the command an id of 8 to 64 letters, digits, _ and -' }),
  actor: z.strictObject({
    role: planId.refine((role) => role !== ownRole, { error: 'write a role of the plan: system is nobody’s' }),
    name: personName,
  }),
  /** The picture that the person looked at. */
  on: z.strictObject({ epoch: z.int().min(0), snapshot: z.int().min(0) }),
};

interface Given<Command> {
  readonly id: string;
  readonly actor: { readonly role: string; readonly name: string };
  readonly on: { readonly epoch: number; readonly snapshot: number };
  readonly command: Command;
}
export type WireGiven = Given<WireCommand>;
export type ParsedGiven = Given<ParsedCommand>;

export const commandOutcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), rows: z.array(z.int().min(1)), at: z.int() }),
  z.strictObject({
    kind: z.literal('refused'),
    refusal: z.strictObject({
      code: z.enum(refusalCodes satisfies readonly RefusalCode[]),
      text: z.string().min(1),
    }),
  }),
]);
export type WireOutcome = Plain<z.output<typeof commandOutcome>>;
