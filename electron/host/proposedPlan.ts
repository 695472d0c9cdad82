import { setRule } from '../../shared/judge/setRule.ts';
import { comparePlans } from '../../shared/model/comparePlans.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { writeNumber } from '../../shared/model/writeNumber.ts';

/** The plan's text with numbers written into it, as `judge --set` takes them; or why that cannot be done, as a sentence. */
export function writeProposedPlan(
  text: string,
  plan: Plan,
  set: readonly string[],
): { readonly text: string } | { readonly problem: string } {
  let wanted = plan;
  let written = text;
  for (const assignment of set) {
    const answer = setRule(wanted, assignment);
    if (answer.plan === undefined) return { problem: answer.problem };
    const value = assignment.slice(assignment.indexOf('=') + 1).trim();
    const next = writeNumber(written, answer.path, /^[+-]?[\d.]+(?:e[+-]?\d+)?$/i.test(value) ? Number(value) : value);
    if (next === undefined) return byHand(assignment);
    [wanted, written] = [answer.plan, next];
  }
  const read = readPlan(written, 'the plan');
  // What was written must be what was swept: where the text says it in another way, a person has to.
  const isAsSwept = read.plan !== undefined && comparePlans(wanted, read.plan).length === 0;
  return isAsSwept ? { text: written } : byHand(set.join(' '));
}

function byHand(what: string): { readonly problem: string } {
  return { problem: `${what} cannot be written into the plan's text: write the plan yourself, and change to it.` };
}
