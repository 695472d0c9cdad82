import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { Plan } from '../../model/plan.ts';
import type { CommandRefusal, RefusalCode } from '../../model/room/refusal.ts';
import type { RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import type { CallWord } from '../call.ts';
import type { LiveCriterion } from '../criterion.ts';
import type { EventLog } from '../eventLog.ts';
import type { IndicatorBook } from '../indicatorBook.ts';
import type { SloBook } from '../sloBook.ts';
import type { LiveTrigger } from '../trigger.ts';
import type { Move, Replacing } from './rampReplacing.ts';

/**
 * One noun of the room, folded from the ledger: what people have done about it, and what follows from that as time
 * passes. A book changes by `apply` and `advance` alone, so that the same rows and seconds give the same room again.
 */
export interface Book {
  /** A row that is now in the ledger. Rows of other nouns are told to every book; most are none of its business. */
  apply(row: RoomRow): void;
  /** After each judged second, when triggers and criteria stand: follows what telemetry says. Writes nothing. */
  advance(tick: number): void;
  /**
   * What the room does by itself now: deadlines, countdowns, expiries. Pure; asked after each second and again after its
   * facts were applied, until there is nothing left to do, so a fact that is applied must not be due again.
   */
  due(tick: number): readonly RoomFact[];
  /** Plain JSON, from which `load` makes the same book again. */
  save(): unknown;
  load(saved: unknown): void;
}

/** What books may know of the judge and of each other. */
export interface World {
  readonly plan: Plan;
  /** The last judged second; undefined before the first. */
  readonly tick: number | undefined;
  /** That second in ms, T-0 before there is one. */
  readonly nowMs: number;
  readonly triggers: readonly LiveTrigger[];
  readonly criteria: readonly LiveCriterion[];
  readonly indicators: IndicatorBook;
  readonly slos: SloBook;
  readonly events: EventLog;
  /** The call as it stands after the last second and the rows since. */
  readonly callWord: CallWord;
  /** What it speaks of: `the launch`, or cells such as `US card`. */
  readonly callScopes?: readonly string[];
  readonly roles: RoleDesk;
  readonly evidence: EvidenceDesk;
  readonly ramp: RampDesk;
  readonly polls: PollDesk;
  readonly clock: ClockDesk;
  /** Every trigger of `id`, or the one of a cell. */
  findTrigger(id: string, cell: Labels): LiveTrigger | undefined;
  findCriterion(id: string, cell: Labels): LiveCriterion | undefined;
  readonly runbook: RunbookDesk;
  readonly attention: AttentionDesk;
  /** Turns fail and unknown of the criterion into waived until then; undefined ends the waiver. */
  waive(criterion: string, cell: Labels, untilMs: number | undefined): void;
  /** The trigger has had its answer: firing becomes handled. */
  handleTrigger(id: string, cell: Labels): void;
  /** The cell goes on: handled becomes ok. */
  releaseTrigger(id: string, cell: Labels): void;
  sourceState(name: string): 'unknown' | 'known' | 'retired';
  /** Its silence is no news from now on. */
  retireSource(name: string): void;
  /** Newest observed percent (0 to 100) of the ramp's gauge in the cell, at most 5 min old; undefined when there is none. */
  observedPercentOf(cell: Labels): number | undefined;
}

export interface RunbookDesk {
  /** Every step of the phase is done or skipped. */
  isPhaseDone(phase: string): boolean;
}

export interface AttentionDesk {
  /** The arm in force: the plan's, unless somebody set another. */
  armOf(trigger: string): 'advise' | 'hold' | 'act';
}

export interface RoleDesk {
  /** Who holds the role; undefined when nobody does. */
  holderOf(role: string): string | undefined;
  /** Whether the role has the right by the plan. `veto` is the right to veto: roles with `veto`, and those with `call`. */
  may(role: string, right: 'call' | 'override' | 'waive' | 'veto'): boolean;
}

export interface EvidenceDesk {
  /** `pass`, `fail`, or `unknown` with the reason, as of the last judged second. */
  stateOf(evidence: string): { readonly state: 'pass' | 'fail' | 'unknown'; readonly why: string };
  /** Facts of the accepted reading of a kind for a service, e.g. its provenance; undefined when there is none. */
  factsOf(kind: string, service: string): Readonly<Record<string, string | number | boolean>> | undefined;
}

export interface RampDesk {
  /** Some cell has been commanded or observed above 0 %. */
  readonly hasBegun: boolean;
  /** Share that the cell is commanded to. */
  commandedOf(cell: Labels): number;
  /** The share that the cell has for sure, and where an order that nobody has confirmed would take it. */
  standing(cell: Labels): { readonly share: number; readonly ordered?: number; readonly hasFailed?: boolean };
  /** How many orders the trigger, which fired at `sinceAt`, has given since. */
  triesOf(trigger: string, cell: Labels, sinceAt: number): number;
  /** The cells that a trigger in `cell` which rolls back `target` (cell, launch or a wave) speaks of, with shares above `to`. */
  cellsAbove(target: string, cell: Labels, to: number): readonly { readonly cell: Labels; readonly from: number }[];
  /** An order of the trigger is under way or has been done since it fired at `sinceAt`. */
  orderOf(trigger: string, cell: Labels, sinceAt: number): 'none' | 'under_way' | 'done' | 'failed';
  /** An order of the trigger, which fired at `sinceAt`, has waited too long for its confirmation. */
  isOverdue(trigger: string, cell: Labels, sinceAt: number): boolean;
  /** The last second, in ms, at which the cell was commanded further up; 0 when never. */
  advancedAt(cell: Labels): number;
  /** The orders under way that a rollback of these cells cancels, and all that it must say instead of them. */
  replacing(asked: readonly Move[]): Replacing;
  /** Ramp holds that are on, as reasons for the call. */
  holds(): readonly { readonly cell: Labels; readonly text: string }[];
}

export interface PollDesk {
  /** The earliest opened poll without a decision. */
  current():
    { readonly poll: string; readonly row: number; readonly result: PollResult; readonly text: string } | undefined;
  /** Result of the last round of a poll; undefined when it was never opened. */
  resultOf(poll: string): PollResult | undefined;
  /** The option of a poll that the decision chose, and those still open: what a criterion's `apply` is looked up in. */
  isOptionOpen(option: string): boolean;
}
export type PollResult = 'go' | 'no-go' | 'hold' | 'open';

export interface ClockDesk {
  /** T in ms: stands still in a hold. */
  readonly tMs: number;
  /** Holds of the clock that are on, as reasons for the call. */
  holds(): readonly string[];
  /** The launch has been scrubbed or has ended. */
  readonly isOver: boolean;
}

/** What a command is decided on. */
export interface Asker {
  readonly actor: LedgerActor;
  /** Number of the snapshot on which the command was given. */
  readonly snapshot: number;
}

export type Decided = readonly RoomFact[] | CommandRefusal;

/** Decides one kind of command: the facts that it makes, or why not. Pure. */
export type Decide<Args> = (args: Args, asker: Asker, world: World) => Decided;

export function refuse(code: RefusalCode, text: string): CommandRefusal {
  return { code, text };
}

export function isRefusal(decided: Decided): decided is CommandRefusal {
  return 'code' in decided;
}
