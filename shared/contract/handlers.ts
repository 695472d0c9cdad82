import type { ParsedGiven, WireOutcome } from './commands.ts';
import type { ControlAnswer, ControlName, contract, ParsedQueryArgs, QueryAnswer, QueryName } from './contract.ts';
import type { z } from 'zod';
import type { WireSnapshot } from './wireRoom.ts';

/** Whoever asks or acts. */
export interface Seat {
  /** The only role in which he may act; undefined where he may choose. */
  readonly role: string | undefined;
}

/** One for every query of the contract. It may throw a `ContractError` to say why there is no answer. */
export type QueryHandlers = {
  readonly [Name in QueryName]: (
    args: ParsedQueryArgs<Name>,
    seat: Seat,
  ) => QueryAnswer<Name> | Promise<QueryAnswer<Name>>;
};

/** One for every control of the contract. */
export type ControlHandlers = {
  readonly [Name in ControlName]: (
    args: z.output<(typeof contract.controls)[Name]['args']>,
    seat: Seat,
  ) => ControlAnswer<Name> | Promise<ControlAnswer<Name>>;
};

/** What acts; where it is not given, there is no way to act. */
export interface ActHandlers {
  readonly controls: ControlHandlers;
  /** Resolves when the rows are on the disk, or with why not. */
  readonly command: (given: ParsedGiven) => Promise<WireOutcome>;
}

/** What the engine's side does for whoever is connected. */
export interface ContractHandlers {
  readonly queries: QueryHandlers;
  readonly acts: ActHandlers | undefined;
  /**
   * Tells of every snapshot, the present one at once. `take` builds it for the wire, and need not be called. Returns how to
   * stop.
   */
  readonly subscribe: (listener: (take: () => WireSnapshot) => void) => () => void;
}
