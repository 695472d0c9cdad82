import type { LedgerActor } from '../ledgerRow.ts';
import type { CommandRefusal } from './refusal.ts';
import type { RoomCommand } from './roomFact.ts';

/** A command as it is given: what, by whom, and on which picture of the room. */
export interface GivenCommand {
  /** Made by whoever gives it. Given again under the same id it is the same command, and is done once. */
  readonly id: string;
  readonly actor: LedgerActor;
  /** The picture that the person looked at. */
  readonly on: { readonly epoch: number; readonly snapshot: number };
  readonly command: RoomCommand;
}

/** `done` means that the rows are in the ledger and on the disk; the next snapshot shows them. */
export type CommandOutcome =
  | { readonly kind: 'done'; readonly rows: readonly number[]; readonly at: number }
  | { readonly kind: 'refused'; readonly refusal: CommandRefusal };
