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
}

/**
 * Every limit of the indicator: triggers before criteria, and rules that ask for nothing else before those in which it is
 * one part of several.
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
  return [...triggers, ...criteria].sort((one, other) => Number(isPart(plan, one)) - Number(isPart(plan, other)));
}

export interface Leaf {
  readonly leaf: LeafCondition;
  /** The condition is wrong when it is false: it stands in a criterion, or under a not. */
  readonly isWanted: boolean;
}

/** What a condition asks in the end, without the all, any and not around it. */
export function leavesOf(condition: Condition, isWanted = false): Leaf[] {
  switch (condition.kind) {
    case 'all':
      return condition.all.flatMap((one) => leavesOf(one, isWanted));
    case 'any':
      return condition.any.flatMap((one) => leavesOf(one, isWanted));
    case 'not':
      return leavesOf(condition.not, !isWanted);
    default:
      return [{ leaf: condition, isWanted }];
  }
}

function toLimit(
  { leaf, isWanted }: Leaf,
  indicator: string,
  rule: Pick<IndicatorLimit, 'rule' | 'of'>,
): IndicatorLimit[] {
  if (leaf.kind !== 'level' || leaf.indicator !== indicator) return [];
  const side = leaf.over === undefined ? 'under' : 'over';
  const other = side === 'over' ? 'under' : 'over';
  return [{ ...rule, windowMs: leaf.window, limit: leaf.over ?? leaf.under ?? 0, wrong: isWanted ? other : side }];
}

function isPart(plan: Plan, { rule, of }: IndicatorLimit): boolean {
  const condition = of === 'trigger' ? plan.triggers[rule]?.when : plan.criteria[rule]?.holds;
  return condition?.kind !== 'level';
}
