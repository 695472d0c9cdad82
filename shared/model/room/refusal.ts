/** Why a command was not done. Closed: whoever shows refusals has a sentence of its own for each. */
export const refusalCodes = [
  /** The room has moved on since the view on which the command was given. */
  'stale_view',
  /** The actor does not hold the role, or the role does not have the right. */
  'not_allowed',
  /** Nothing has been judged yet. */
  'not_started',
  /** The plan or the ledger has nothing by that name. */
  'not_found',
  /** It is so already; nothing was written. */
  'already_done',
  /** Somebody else holds the role. */
  'role_taken',
  /** Author and approver would be the same person. */
  'same_person',
  /** The poll is not open. */
  'poll_closed',
  /** Something that it rests on is unknown. */
  'criterion_unknown',
  /** Something that it rests on fails, or has not held for long enough. */
  'criterion_not_met',
  /** The dwell is not over, the wave has not begun, or a hold is on. */
  'not_yet',
  /** An order for one of the cells is still under way. */
  'order_underway',
  /** A trigger is on for one of the cells. */
  'trigger_on',
  /** What was said cannot be: an end in the past, a vote without its reason. */
  'bad_request',
  /** The session is open for reading only, or the launch is over. */
  'read_only',
  /** This desk is cut off from the others: it may propose, and what it decides would not be theirs. */
  'cut_off',
  /** The disk, the engine or the link to the other desks failed; it is not known whether the command was written. */
  'engine_lost',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface CommandRefusal {
  readonly code: RefusalCode;
  /** What happened, and what to do: whole sentences. */
  readonly text: string;
}
