import type { Plan } from '../model/plan.ts';
import type { Condition } from '../model/planConditions.ts';
import { leaves } from './planWindows.ts';
import { alertPairs } from './slo.ts';

/** The number with which a condition compares, and the side on which it holds. */
export interface RuleLimit {
  readonly limit: number;
  readonly side: 'over' | 'under';
}

/** Of a condition with others in it that of the first, whose value it tells; undefined where none is compared with. */
export function ruleLimit(plan: Plan, condition: Condition): RuleLimit | undefined {
  const [leaf] = leaves(condition);
  switch (leaf?.kind) {
    case 'level':
      return leaf.over === undefined ? { limit: leaf.under, side: 'under' } : { limit: leaf.over, side: 'over' };
    case 'burn':
      return leaf.burnOver === undefined
        ? { limit: leaf.burnUnder, side: 'under' }
        : { limit: leaf.burnOver, side: 'over' };
    case 'alert': {
      const slo = plan.slos[leaf.slo];
      const pair = slo && alertPairs(slo).find(({ id }) => id === leaf.alert);
      return pair && { limit: pair.factor, side: 'over' };
    }
    case 'budget':
      return { limit: leaf.budgetLeftUnder, side: 'under' };
    case 'ratio':
      return { limit: leaf.ratioOver, side: 'over' };
    case 'cusum':
      return { limit: leaf.h, side: 'over' };
    default:
      return undefined;
  }
}
