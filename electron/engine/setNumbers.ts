import { ContractError } from '../../shared/contract/contract.ts';
import { setRule } from '../../shared/judge/setRule.ts';
import type { Plan } from '../../shared/model/plan.ts';

/** The plan with these numbers in it, as `judge --set` takes them. Throws what is wrong with one, as a sentence. */
export function setNumbers(plan: Plan, set: readonly string[]): Plan {
  return set.reduce((changed, assignment) => {
    const answer = setRule(changed, assignment);
    if (answer.plan === undefined) throw new ContractError('bad_args', answer.problem);
    return answer.plan;
  }, plan);
}
