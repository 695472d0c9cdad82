import { commandEnvelope } from '../../../../shared/contract/commands.ts';
import type { LedgerActor } from '../../../../shared/model/ledgerRow.ts';
import type { RoomAddress } from '../../roomClient.ts';
import { randomToken } from '../../systemClock.ts';
import { CallError } from '../command.ts';

/** Options of every command that looks at a room. */
export const lookOptions = { room: 'value', json: 'flag' } as const;
/** Options of every command that acts in one. */
export const actOptions = { ...lookOptions, as: 'value', id: 'value', yes: 'flag' } as const;
export const actShort = { y: 'yes' } as const;

export interface LookCall {
  readonly room: string | undefined;
  readonly json: boolean;
}

export interface ActCall extends LookCall {
  readonly as: string | undefined;
  readonly id: string | undefined;
  readonly yes: boolean;
}

/** The key of the room, or the link of a role. */
const key = /^#[A-Za-z0-9_.:-]{16,200}$/;

/** The served room that `--room` or HOLDPOINT_ROOM names. What is wrong with it is told without its secret. */
export function readRoomAddress(option: string | undefined): RoomAddress {
  const text = option ?? process.env['HOLDPOINT_ROOM'] ?? '';
  if (text === '') {
    throw new CallError('Name a room with --room or HOLDPOINT_ROOM: holdpoint serve prints the line for that.');
  }
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new CallError('The room is an address such as http://127.0.0.1:7070/#..., as holdpoint serve prints it.');
  }
  if (!key.test(url.hash)) {
    throw new CallError('The address of the room lacks its key, which stands behind the #: take all of it, in quotes.');
  }
  return { origin: url.origin, key: url.hash.slice(1) };
}

/** Who acts: `--as role:Name` or HOLDPOINT_AS. */
export function readActor(option: string | undefined): LedgerActor {
  const text = option ?? process.env['HOLDPOINT_AS'] ?? '';
  if (text === '') throw new CallError('Say who acts with --as role:Name or HOLDPOINT_AS, with a role of the plan.');
  const colon = text.indexOf(':');
  const parsed = commandEnvelope.actor.safeParse({ role: text.slice(0, colon), name: text.slice(colon + 1) });
  if (colon > 0 && parsed.success) return parsed.data;
  throw new CallError('--as is a role of the plan, a colon and a name, such as "sre:A. Person".');
}

/** A command given again under its id is the same command. */
export function readCommandId(option: string | undefined): string {
  if (option === undefined) return `c${randomToken()}`;
  if (commandEnvelope.id.safeParse(option).success) return option;
  throw new CallError('--id is 8 to 64 letters, digits, _ and -.');
}
