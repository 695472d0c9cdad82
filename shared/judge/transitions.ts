import type { Transition } from '../model/transition.ts';
import { formatDuration } from '../base/duration.ts';
import type { Call, CallWord } from './call.ts';
import type { LiveCriterion } from './criterion.ts';
import { cellKey, cellWords } from './selector.ts';
import type { LiveTrigger } from './trigger.ts';

/** `value` as transitions carry it: 12 significant digits, so that the last bits of a double decide nothing. */
function twelveDigits(value: number): number {
  return Number(value.toPrecision(12));
}

export function triggerTransition(live: LiveTrigger, from: string, tick: number): Transition {
  const { id, cell, state, condition, verdict, trigger } = live;
  const name = `${trigger.name ?? id}${cellKey(cell) === '' ? '' : `, ${cellWords(cell)}`}`;
  const verbs: Record<string, string> = { ok: 'is ok', pending: 'is pending', firing: 'fires' };
  // Only lasting silence fires a trigger that knows nothing.
  const isSilent = state === 'firing' && verdict.truth === undefined;
  const heldMs = isSilent ? (trigger.noData?.after ?? 0) : trigger.for;
  const held = state === 'firing' && heldMs > 0 ? `, for ${formatDuration(heldMs)}` : '';
  const why = `${name} ${verbs[state] ?? `is ${state}`}${isSilent ? ' because nothing is known' : ''}: ${condition.explain()}${held}.`;
  return { at: tick * 1000, kind: 'trigger', id, cell, from, to: state, ...measured(condition), why };
}

export function criterionTransition(live: LiveCriterion, from: string, tick: number): Transition {
  const { id, cell, state, condition, criterion } = live;
  const name = `${criterion.says}${cellKey(cell) === '' ? '' : `, ${cellWords(cell)}`}`;
  const verbs: Record<string, string> = { pass: 'passes', fail: 'fails' };
  const held = state === 'pass' && criterion.for > 0 ? `, for ${formatDuration(criterion.for)}` : '';
  const why = `${name} ${verbs[state] ?? `is ${state}`}: ${condition.explain()}${held}.`;
  return { at: tick * 1000, kind: 'criterion', id, cell, from, to: state, ...measured(condition), why };
}

export function callTransition(from: CallWord, call: Call, tick: number): Transition {
  const first = call.reasons.find((reason) => reason.word === call.word);
  const why = first?.text ?? 'Every rule that can be judged is met.';
  return { at: tick * 1000, kind: 'call', id: 'call', cell: {}, from, to: call.word, why };
}

function measured(condition: { value: number | undefined; n: number | undefined }): { value?: number; n?: number } {
  const { value, n } = condition;
  return {
    ...(value !== undefined && Number.isFinite(value) ? { value: twelveDigits(value) } : {}),
    ...(n !== undefined && Number.isFinite(n) ? { n } : {}),
  };
}
