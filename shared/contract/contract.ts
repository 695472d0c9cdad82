import { z } from 'zod';
import { refusalCodes } from '../model/room/refusal.ts';
import { commandEnvelope, commandOutcome, wireCommands } from './commands.ts';
import type { Plain } from './plain.ts';
import { queries } from './queries.ts';
import { rehearsalControls } from './rehearsalQueries.ts';
import { wireSnapshot, wireSpeed } from './wireRoom.ts';

/** Why a message could not be answered. Closed; commands have refusals of their own beside these. */
export const failureCodes = [
  /** It is not a message of this contract. */
  'bad_message',
  /** The other side speaks another version of the contract. */
  'bad_version',
  /** There is no command, control or query by that name. */
  'unknown_name',
  /** What goes with the name is not what it asks for. */
  'bad_args',
  /** The message, or its answer, is larger than may cross. */
  'too_large',
  /** Too many calls are waiting already. */
  'too_busy',
  /** This connection may look and not act. */
  'not_allowed',
  /** The session has nothing by that name, number or second. */
  'not_found',
  /** The engine could not do it; what it says is in the text. */
  'failed',
  /** The connection is gone: it is not known whether a command was done, and giving it again under its id is safe. */
  'engine_lost',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/**
 * Everything that crosses a process. Clients, handlers and the fakes of tests are derived from it: a name that is missing
 * or one too many does not compile. What changes here changes its JSON Schema, and a test then asks for a new version.
 */
export const contract = {
  version: 1,
  /** Change the world; each is refused in words or is in the ledger and on the disk when it is answered. */
  commands: wireCommands,
  commandEnvelope,
  commandOutcome,
  refusals: refusalCodes,
  /** Change what is shown, for everybody who looks; they write nothing. */
  controls: {
    /** Runs the session's time at `speed` seconds a second; 0 pauses. */
    'replay.play': { args: z.strictObject({ speed: wireSpeed }), answer: z.strictObject({}) },
    /** Shows a second: one that was judged comes back as it was; one that lies ahead is run to. Answered when it is shown. */
    'replay.seek': {
      args: z.strictObject({ tick: z.int().min(0).max(8_640_000_000_000) }),
      answer: z.strictObject({ epoch: z.int(), tick: z.int().nullable() }),
    },
    ...rehearsalControls,
  },
  queries,
  streams: { snapshots: wireSnapshot },
  failures: failureCodes,
} as const;

type Queries = typeof contract.queries;
export type QueryName = keyof Queries;
export type QueryArgs<Name extends QueryName> = z.input<Queries[Name]['args']>;
export type ParsedQueryArgs<Name extends QueryName> = z.output<Queries[Name]['args']>;
export type QueryAnswer<Name extends QueryName> = Plain<z.output<Queries[Name]['answer']>>;

type Controls = typeof contract.controls;
export type ControlName = keyof Controls;
export type ControlArgs<Name extends ControlName> = z.input<Controls[Name]['args']>;
export type ControlAnswer<Name extends ControlName> = Plain<z.output<Controls[Name]['answer']>>;

/** Why a call came to nothing: a sentence that says what happened and what to do, and a code of the closed set. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}
