import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from '../present/cells.ts';
import { armLevel, callLevel, criterionMark, type Mark } from '../present/levels.ts';

type TransitionRow = QueryAnswer<'transitions.read'>['transitions'][number];

export interface Change {
  readonly atMs: number;
  readonly mark: Mark;
  readonly text: string;
}

/** The last change of each rule after an instant, newest first: what went and came back is no news. */
export function lastChanges(
  transitions: readonly TransitionRow[],
  plan: Plan | undefined,
  { sinceMs, nowMs }: { readonly sinceMs: number; readonly nowMs: number },
): Change[] {
  const last = new Map<string, Change>();
  for (const one of transitions) {
    if (one.at <= sinceMs || one.at > nowMs) continue;
    last.set(`${one.kind} ${one.id} ${cellWords(one.cell, plan)}`, {
      atMs: one.at,
      mark: markOf(one, plan),
      text: one.why,
    });
  }
  return [...last.values()].sort((a, b) => b.atMs - a.atMs);
}

function markOf({ kind, id, to }: TransitionRow, plan: Plan | undefined): Mark {
  if (kind === 'call') return callLevel(to);
  if (kind === 'criterion') return criterionMark(to);
  return to === 'firing' ? armLevel(plan?.triggers[id]?.arm ?? 'advise') : 'norm';
}
