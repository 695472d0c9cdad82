import type { Transition } from '../model/transition.ts';
import type { CallWord } from './call.ts';
import type { Judge } from './judge.ts';
import { cellKey } from './selector.ts';
import { callTransition, criterionTransition, triggerTransition } from './transitions.ts';

interface Told {
  readonly kind: 'trigger' | 'criterion';
  readonly id: string;
  readonly cell: Transition['cell'];
  readonly toldState: string;
}

/**
 * What a change of the plan changes in the second in which it is made: what was told by the judge `before`, against what
 * `after` has to say, so that nobody is left with the last word of a rule that is no more.
 */
export function planTransitions(before: Judge, after: Judge, tick: number): Transition[] {
  const transitions: Transition[] = [];
  for (const kind of ['trigger', 'criterion'] as const) {
    const start = kind === 'trigger' ? 'ok' : 'unknown';
    const left = new Map(toldBy(before, kind).map((one) => [keyOf(one), one]));
    for (const live of kind === 'trigger' ? after.rules.triggers : after.rules.criteria) {
      const from = left.get(keyOf(live))?.toldState ?? start;
      left.delete(keyOf(live));
      if (from === live.toldState) continue;
      const told = 'trigger' in live ? triggerTransition(live, from, tick) : criterionTransition(live, from, tick);
      transitions.push({ ...told, to: live.toldState, why: `By the changed plan: ${told.why}` });
    }
    for (const { id, cell, toldState } of left.values()) {
      if (toldState === start) continue;
      const why = `The plan was changed, and ${id} is no longer in it.`;
      transitions.push({ at: tick * 1000, kind, id, cell, from: toldState, to: start, why });
    }
  }
  const [from, to] = [before.word, after.word];
  return from === to ? transitions : [...transitions, toldCall(from, to, after, tick)];
}

function toldCall(from: CallWord, to: CallWord, after: Judge, tick: number): Transition {
  const told = callTransition(from, { ...after.call, word: to }, tick);
  return { ...told, why: `By the changed plan: ${told.why}` };
}

function toldBy({ rules }: Judge, kind: Told['kind']): Told[] {
  const live = kind === 'trigger' ? rules.triggers : rules.criteria;
  return live.map(({ id, cell, toldState }) => ({ kind, id, cell, toldState }));
}

function keyOf({ id, cell }: Pick<Told, 'id' | 'cell'>): string {
  return `${id} ${cellKey(cell)}`;
}
