import type { Transition } from '../../model/transition.ts';
import type { CallAnswer, RightAnswer } from './rightAnswers.ts';
import type { JudgedSpan } from './scoreTriggers.ts';

/**
 * - `found`: it was the call at the deadline.
 * - `unjudged`: the recording ends before the deadline, or begins after it.
 * - `missed`: another word was the call at the deadline.
 */
export type CallOutcome = 'found' | 'unjudged' | 'missed';

export interface ScoredCall {
  readonly answer: CallAnswer;
  readonly outcome: CallOutcome;
  /** The call at the deadline; undefined when that was not judged. */
  readonly word: string | undefined;
  /** Since when that was the call; undefined when it always was. */
  readonly sinceMs: number | undefined;
  /** From when it began to when this was the call; undefined where it was the call before, or nothing says when it began. */
  readonly detectMs: number | undefined;
}

/** The calls of a judgement against the right ones. */
export function scoreCalls(
  all: readonly RightAnswer[],
  transitions: readonly Transition[],
  judged: JudgedSpan | undefined,
): ScoredCall[] {
  const calls = transitions.filter(({ kind }) => kind === 'call');
  return all
    .filter((answer) => answer.kind === 'call')
    .map((answer) => {
      const { byMs, beginsMs } = answer;
      if (judged === undefined || byMs < judged.firstMs || byMs > judged.lastMs)
        return { answer, outcome: 'unjudged', word: undefined, sinceMs: undefined, detectMs: undefined };
      const last = calls.findLast(({ at }) => at <= byMs);
      // Before anything is known the call is HOLD, and no transition says so.
      const word = last?.to ?? 'HOLD';
      const isNew = last !== undefined && beginsMs !== undefined && last.at >= beginsMs;
      const outcome = word === answer.word ? 'found' : 'missed';
      const detectMs = outcome === 'found' && isNew ? last.at - beginsMs : undefined;
      return { answer, outcome, word, sinceMs: last?.at, detectMs };
    });
}
