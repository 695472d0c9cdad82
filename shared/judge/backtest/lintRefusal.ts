import type { Plan } from '../../model/plan.ts';
import { showPath } from '../../model/problem.ts';
import { lintPlan } from '../lint/lintPlan.ts';

/** The first thing that lint has against a changed plan and not against the plan; undefined where there is none. */
export function lintRefusal(plan: Plan, changed: Plan): string | undefined {
  const known = new Set(errorsOf(plan));
  return errorsOf(changed).find((text) => !known.has(text));
}

function errorsOf(plan: Plan): string[] {
  return lintPlan(plan)
    .filter(({ level }) => level === 'error')
    .map(({ path, text }) => `${showPath(path)} ${text}`);
}
