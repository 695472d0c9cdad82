import type { Labels } from '../model/series.ts';
import type { Transition } from '../model/transition.ts';
import { cellKey } from './selector.ts';

/** How often and when one rule in one cell came to a state, by two judgements of the same recording. */
export interface StateCompared {
  readonly kind: Transition['kind'];
  readonly id: string;
  readonly cell: Labels;
  /** Triggers: `firing`. Criteria: `pass` and `fail`. The call: each of its words. */
  readonly to: string;
  /** Instants, ms, ascending. */
  readonly originalAt: readonly number[];
  readonly changedAt: readonly number[];
  readonly isSame: boolean;
}

const telling: Readonly<Record<Transition['kind'], readonly string[]>> = {
  trigger: ['firing'],
  criterion: ['pass', 'fail'],
  call: ['ROLLBACK', 'NO-GO', 'HOLD', 'GO'],
};

/** Every state that either judgement came to, in the order of triggers, criteria and call, and there by first instant. */
export function compareTransitions(original: readonly Transition[], changed: readonly Transition[]): StateCompared[] {
  const found = new Map<string, StateCompared & { originalAt: number[]; changedAt: number[] }>();
  const note = (transitions: readonly Transition[], side: 'originalAt' | 'changedAt'): void => {
    for (const { kind, id, cell, to, at } of transitions) {
      if (!telling[kind].includes(to)) continue;
      const key = `${kind} ${id} ${to} ${cellKey(cell)}`;
      const known = found.get(key) ?? { kind, id, cell, to, originalAt: [], changedAt: [], isSame: false };
      known[side].push(at);
      found.set(key, known);
    }
  };
  note(original, 'originalAt');
  note(changed, 'changedAt');
  const kinds = Object.keys(telling);
  const firstAt = (one: StateCompared): number => one.originalAt[0] ?? one.changedAt[0] ?? 0;
  return [...found.values()]
    .map((one) => ({ ...one, isSame: isEqual(one.originalAt, one.changedAt) }))
    .sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind) || firstAt(one) - firstAt(other));
}

function isEqual(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((at, index) => at === other[index]);
}
