import type { Trigger } from '../model/planTriggers.ts';
import type { Labels } from '../model/series.ts';
import type { LiveCriterion } from './criterion.ts';
import type { MissingSource } from './missingSources.ts';
import { cellKey, cellWords } from './selector.ts';
import type { LiveTrigger } from './trigger.ts';

export type CallWord = 'ROLLBACK' | 'NO-GO' | 'HOLD' | 'GO';

/** One reason for the call, and the cell that it speaks of (`{}` is the whole launch). */
export interface CallReason {
  readonly word: CallWord;
  readonly rule: string;
  readonly cell: Labels;
  /** The cells, where it speaks of several. */
  readonly cells?: readonly Labels[];
  readonly text: string;
}

/** The one word on top of the room, with every reason for it and for the words below it, most important first. */
export interface Call {
  readonly word: CallWord;
  readonly reasons: readonly CallReason[];
  /** What the word speaks of: `the launch`, or cells such as `US card`. */
  readonly scopes: readonly string[];
}

/** Before the first tick. */
export const noCall: Call = { word: 'HOLD', reasons: [], scopes: ['the launch'] };

/** What the call rests on, after a tick. */
export interface CallBasis {
  readonly triggers: readonly LiveTrigger[];
  readonly criteria: readonly LiveCriterion[];
  /** A label combination that some judged sample has borne. */
  isSeen(cell: Labels): boolean;
  /** Whether traffic is due, so that "never seen" is an answer and not just early. */
  readonly isTrafficDue: boolean;
  /** Sources that the launch needs and that are not there. */
  readonly missing: readonly MissingSource[];
  /** What people have done; undefined where nobody is there, and telemetry alone decides. */
  readonly people: PeopleBasis | undefined;
}

export interface PeopleBasis {
  armOf(trigger: string): Trigger['arm'];
  /** Whether an option that a criterion applies to is still open; `undefined` is the launch itself. */
  isOptionOpen(option: string): boolean;
  /** The poll that is asked now. */
  readonly poll:
    { readonly id: string; readonly result: 'go' | 'no-go' | 'hold' | 'open'; readonly text: string } | undefined;
  /** Holds that are on, as sentences, with the cells that they speak of. */
  readonly holds: readonly { readonly cell: Labels; readonly text: string }[];
}

/** The call by itself: as cheap as a look at every rule, for each tick. */
export function callWord(basis: CallBasis): CallWord {
  let word: CallWord = 'GO';
  for (const trigger of basis.triggers) {
    if (trigger.isAtRest && trigger.verdict.sight === 'sees') continue;
    const asked = triggerWord(trigger, basis);
    if (asked === 'ROLLBACK') return 'ROLLBACK';
    if (asked === 'HOLD') word = 'HOLD';
  }
  for (const criterion of basis.criteria) {
    const asked = criterionWord(criterion, basis);
    if (asked === 'NO-GO') word = 'NO-GO';
    else if (asked === 'HOLD' && word === 'GO') word = 'HOLD';
  }
  const { people } = basis;
  if (word === 'GO' && basis.missing.length > 0) word = 'HOLD';
  if (people === undefined || word === 'NO-GO') return word;
  if (people.poll?.result === 'no-go') return 'NO-GO';
  const asksForHold = people.holds.length > 0 || (people.poll !== undefined && people.poll.result !== 'go');
  return asksForHold ? 'HOLD' : word;
}

/** The call with its reasons in words. */
export function buildCall(basis: CallBasis): Call {
  const word = callWord(basis);
  const reasons: CallReason[] = [];
  for (const trigger of basis.triggers) {
    const asked = triggerWord(trigger, basis);
    if (asked !== undefined) reasons.push(triggerReason(trigger, asked));
  }
  for (const criterion of basis.criteria) {
    const asked = criterionWord(criterion, basis);
    if (asked !== undefined) reasons.push(criterionReason(criterion, asked));
  }
  for (const { name, text } of basis.missing) reasons.push({ word: 'HOLD', rule: name, cell: {}, text });
  if (basis.people !== undefined) reasons.push(...peopleReasons(basis.people));
  reasons.sort((a, b) => ranks.indexOf(a.word) - ranks.indexOf(b.word));
  const cells = new Map<string, string>();
  for (const reason of reasons) {
    if (reason.word !== word) continue;
    for (const cell of reason.cells ?? [reason.cell]) cells.set(cellKey(cell), cellWords(cell));
  }
  return { word, reasons, scopes: cells.size === 0 ? ['the launch'] : [...cells.values()] };
}

const ranks: readonly CallWord[] = ['ROLLBACK', 'NO-GO', 'HOLD', 'GO'];

/** A firing rollback comes before everything that might hide it: arm, silence and shelving make no difference. */
function triggerWord(live: LiveTrigger, basis: CallBasis): 'ROLLBACK' | 'HOLD' | undefined {
  const { asks, state } = live;
  if (state === 'firing') {
    if (asks === 'rollback') return 'ROLLBACK';
    if (asks === 'hold' || armOf(live, basis) === 'hold') return 'HOLD';
  }
  if (state === 'handled') return undefined;
  return live.holdsForSilence || isBlind(live, basis) ? 'HOLD' : undefined;
}

function armOf({ id, trigger }: LiveTrigger, { people }: CallBasis): Trigger['arm'] {
  return people?.armOf(id) ?? trigger.arm;
}

function peopleReasons({ poll, holds }: PeopleBasis): CallReason[] {
  const reasons = holds.map(({ cell, text }): CallReason => ({ word: 'HOLD', rule: 'hold', cell, text }));
  if (poll !== undefined && poll.result !== 'go') {
    reasons.push({ word: poll.result === 'no-go' ? 'NO-GO' : 'HOLD', rule: poll.id, cell: {}, text: poll.text });
  }
  return reasons;
}

function isBlind(live: LiveTrigger, basis: CallBasis): boolean {
  const { sight } = live.verdict;
  if (sight === 'sees') return false;
  if (sight === 'never' && !basis.isTrafficDue) return false;
  return cellKey(live.cell) === '' || basis.isSeen(live.cell);
}

function criterionWord(live: LiveCriterion, { people }: CallBasis): 'NO-GO' | 'HOLD' | undefined {
  if (!live.isRequired) return undefined;
  const { criterion, state } = live;
  // What applies to one option of a poll bars that option and not the launch.
  if (criterion.apply !== undefined && people?.isOptionOpen(criterion.apply) === false) return undefined;
  if (state === 'fail') return 'NO-GO';
  return state === 'unknown' || state === 'maturing' ? 'HOLD' : undefined;
}

function triggerReason(live: LiveTrigger, word: CallWord): CallReason {
  const { trigger, id, state } = live;
  const name = trigger.name === undefined ? id : `${id} ${trigger.name}`;
  const asksFor = trigger.does.kind === 'rollback' && trigger.does.rollback !== 'cell' ? {} : live.cell;
  const where = cellKey(live.cell) === '' ? '' : `, ${cellWords(live.cell)}`;
  const text =
    state === 'firing'
      ? `${name}${where}: ${live.condition.explain()}.`
      : `${name}${where} cannot see: ${live.condition.explain()}.`;
  const cell = trigger.does.kind === 'hold' && trigger.does.hold === 'launch' ? {} : asksFor;
  const cells = live.waveCells.length > 0 && word === 'ROLLBACK' ? { cells: live.waveCells } : {};
  return { word, rule: id, cell, ...cells, text };
}

function criterionReason(live: LiveCriterion, word: CallWord): CallReason {
  const { criterion, id, state, cell } = live;
  const where = cellKey(cell) === '' ? '' : `, ${cellWords(cell)}`;
  const states: Record<string, string> = { fail: 'fails', unknown: 'is unknown', maturing: 'is maturing' };
  const left = state === 'maturing' && live.leftS !== undefined ? `, ${live.leftS} s to go` : '';
  return {
    word,
    rule: id,
    cell,
    text: `${id} ${criterion.says}${where} ${states[state] ?? state}: ${live.condition.explain()}${left}.`,
  };
}
