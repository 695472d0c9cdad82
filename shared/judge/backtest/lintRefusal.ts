import type { Plan } from '../../model/plan.ts';
import { showPath } from '../../model/problem.ts';
import { lintPlan } from '../lint/lintPlan.ts';

const ofRules: readonly unknown[] = ['slos', 'triggers', 'criteria'];

/**
 * The first thing that lint has against the rules of a changed plan and not against those of the plan; undefined where there
 * is none. Both are reduced to the rule that was changed: what is said of the rest is as it was.
 */
export function lintRefusal(plan: Plan, changed: Plan): string | undefined {
  const known = new Set(errorsOf(plan));
  return errorsOf(changed).find((text) => !known.has(text));
}

function errorsOf(plan: Plan): string[] {
  return lintPlan(plan)
    .filter(({ level, path: [part] }) => level === 'error' && ofRules.includes(part))
    .map(({ path, text }) => `${showPath(path)} ${text}`);
}
