import type { Plan } from '../../shared/model/plan.ts';
import type { Condition, LeafCondition } from '../../shared/model/planConditions.ts';

/** A limit that a rule of the plan sets to an indicator over a window. */
export interface IndicatorLimit {
  readonly rule: string;
  readonly of: 'trigger' | 'criterion';
  readonly windowMs: number;
  readonly limit: number;
  /** The side on which a value is wrong: over a trigger's `over`, and over what a criterion must be under. */
  readonly wrong: 'over' | 'under';
  /** Beyond it something is wrong only together with what else the rule asks. */
  readonly isPart: boolean;
}

/**
 * Every limit of the indicator: triggers before criteria, and those that say something alone before those that do so only
 * with others.
 */
export function limitsOf(plan: Plan, indicator: string): IndicatorLimit[] {
  const triggers = Object.entries(plan.triggers).flatMap(([rule, { when }]) =>
    leavesOf(when).flatMap((leaf) => toLimit(leaf, indicator, { rule, of: 'trigger' })),
  );
  const criteria = Object.entries(plan.criteria).flatMap(([rule, { holds }]) =>
    holds === undefined
      ? []
      : leavesOf(holds, true).flatMap((leaf) => toLimit(leaf, indicator, { rule, of: 'criterion' })),
  );
  return [...triggers, ...criteria].sort((one, other) => Number(one.isPart) - Number(other.isPart));
}

export interface Leaf {
  readonly leaf: LeafCondition;
  /** The condition is wrong when it is false: it stands in a criterion, or under a not. */
  readonly isWanted: boolean;
  /** It takes others beside it for the condition to be wrong: it stands in an all, or in an any that is wanted. */
  readonly isPart: boolean;
}

/** What a condition asks in the end, without the all, any and not around it. */
export function leavesOf(condition: Condition, isWanted = false, isPart = false): Leaf[] {
  switch (condition.kind) {
    case 'all':
      return condition.all.flatMap((one, _, { length }) =>
        leavesOf(one, isWanted, isPart || (!isWanted && length > 1)),
      );
    case 'any':
      return condition.any.flatMap((one, _, { length }) => leavesOf(one, isWanted, isPart || (isWanted && length > 1)));
    case 'not':
      return leavesOf(condition.not, !isWanted, isPart);
    default:
      return [{ leaf: condition, isWanted, isPart }];
  }
}

function toLimit(
  { leaf, isWanted, isPart }: Leaf,
  indicator: string,
  rule: Pick<IndicatorLimit, 'rule' | 'of'>,
): IndicatorLimit[] {
  if (leaf.kind !== 'level' || leaf.indicator !== indicator) return [];
  const side = leaf.over === undefined ? 'under' : 'over';
  const other = side === 'over' ? 'under' : 'over';
  return [
    { ...rule, windowMs: leaf.window, limit: leaf.over ?? leaf.under ?? 0, wrong: isWanted ? other : side, isPart },
  ];
}
