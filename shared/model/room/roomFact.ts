import type { z } from 'zod';
import type { LedgerActor, LedgerRow } from '../ledgerRow.ts';
import { clockCommands, clockFacts, milestoneCommands, milestoneFacts, stepCommands, stepFacts } from './clockFacts.ts';
import { criterionCommands, criterionFacts } from './criterionFacts.ts';
import { deskFacts } from './deskFacts.ts';
import { injectCommands, injectFacts } from './injectFacts.ts';
import { linkCommands, linkFacts } from './linkFacts.ts';
import { markCommands, markFacts } from './markFacts.ts';
import { noteCommands, noteFacts } from './noteFacts.ts';
import { planCommands, planFacts } from './planFacts.ts';
import { pollCommands, pollFacts } from './pollFacts.ts';
import { rampCommands, rampFacts } from './rampFacts.ts';
import { roleCommands, roleFacts } from './roleFacts.ts';
import { triggerCommands, triggerFacts } from './triggerFacts.ts';

/** Every kind of row that the room makes and understands, with the schema of its body. */
export const factSchemas = {
  ...roleFacts,
  ...triggerFacts,
  ...criterionFacts,
  ...pollFacts,
  ...rampFacts,
  ...clockFacts,
  ...stepFacts,
  ...milestoneFacts,
  ...noteFacts,
  ...markFacts,
  ...injectFacts,
  ...linkFacts,
  ...deskFacts,
  ...planFacts,
};

/** Everything that a person may ask of the room, with the schema of what goes with it. */
export const commandSchemas = {
  ...roleCommands,
  ...triggerCommands,
  ...criterionCommands,
  ...pollCommands,
  ...rampCommands,
  ...clockCommands,
  ...stepCommands,
  ...milestoneCommands,
  ...noteCommands,
  ...markCommands,
  ...injectCommands,
  ...linkCommands,
  ...planCommands,
};

type Schemas = typeof factSchemas;
export type FactKind = keyof Schemas;
export type FactBody<Kind extends FactKind> = z.output<Schemas[Kind]>;
/** What is to be written; who and when is known to whoever writes it. */
export type RoomFact = { [Kind in FactKind]: { readonly kind: Kind; readonly body: FactBody<Kind> } }[FactKind];
/**
 * What stands in the ledger. `at`: when it was done. Of what another desk did that is by the other's time, and not when
 * this one heard of it, which is what its row of the ledger says.
 */
export type RoomRow = RoomFact & { readonly seq: number; readonly at: number; readonly actor: LedgerActor };

type Commands = typeof commandSchemas;
export type CommandKind = keyof Commands;
export type CommandArgs<Kind extends CommandKind> = z.output<Commands[Kind]>;
export type RoomCommand = {
  [Kind in CommandKind]: { readonly kind: Kind; readonly args: CommandArgs<Kind> };
}[CommandKind];

/** A row of the ledger as the room understands it; undefined for kinds that are not the room's. */
export function toRoomRow(row: LedgerRow): RoomRow | undefined {
  if (!isFactKind(row.kind)) return undefined;
  const { rehearsal: _rehearsal, command: _command, given: _given, entry, ...rest } = row.body;
  const parsed = factSchemas[row.kind].safeParse(rest);
  if (!parsed.success) {
    throw new Error(
      `Row ${row.seq} of the ledger (${row.kind}) is not what this version writes: ${parsed.error.message}`,
    );
  }
  const { seq, actor } = row;
  const at = (entry as { readonly at?: number } | undefined)?.at ?? row.at;
  return { seq, at, actor, kind: row.kind, body: parsed.data } as RoomRow;
}

function isFactKind(kind: string): kind is FactKind {
  return Object.hasOwn(factSchemas, kind);
}
