import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import type { Condition, LeafCondition } from '../../model/planConditions.ts';
import type { Indicator, Slo } from '../../model/planIndicators.ts';
import type { Criterion, Scope, Trigger } from '../../model/planTriggers.ts';
import type { PlanPath } from '../../model/problem.ts';

/** A trigger or a criterion that rests on a condition. */
export interface Rule {
  readonly id: string;
  readonly path: PlanPath;
  readonly scope: Scope;
  /** Number of combinations of the scope's labels; 1 for the launch. */
  readonly cells: number;
  readonly condition: Condition;
  readonly conditionPath: PlanPath;
  readonly trigger: Trigger | undefined;
  readonly criterion: Criterion | undefined;
  readonly isBound: boolean;
  readonly confidence: number;
  readonly forMs: number;
  readonly minimum: number | undefined;
}

/** A condition without others in it, and where it stands. */
export interface Leaf {
  readonly rule: Rule;
  readonly condition: LeafCondition;
  readonly path: PlanPath;
  /** It stands inside an odd number of `not`: the rule fires because it does not hold. */
  readonly isNegated: boolean;
}

const DEFAULT_CONFIDENCE = 0.999;

export function rulesOf(plan: Plan): Rule[] {
  const rules: Rule[] = [];
  for (const [id, trigger] of Object.entries(plan.triggers)) {
    const acts = trigger.does.kind === 'rollback' || trigger.arm !== 'advise';
    rules.push({
      ...{ id, path: ['triggers', id], scope: trigger.scope, cells: cellCount(plan, trigger.scope) },
      ...{ condition: trigger.when, conditionPath: ['triggers', id, 'when'], trigger, criterion: undefined },
      isBound: (trigger.evidence ?? (acts ? 'bound' : 'point')) === 'bound',
      confidence: trigger.confidence ?? DEFAULT_CONFIDENCE,
      forMs: trigger.for,
      minimum: trigger.minimum?.n,
    });
  }
  for (const [id, criterion] of Object.entries(plan.criteria)) {
    if (criterion.holds === undefined) continue;
    rules.push({
      ...{ id, path: ['criteria', id], scope: criterion.scope, cells: cellCount(plan, criterion.scope) },
      ...{ condition: criterion.holds, conditionPath: ['criteria', id, 'holds'], trigger: undefined, criterion },
      ...{ isBound: false, confidence: DEFAULT_CONFIDENCE, forMs: criterion.for, minimum: criterion.minimum?.n },
    });
  }
  return rules;
}

export function leavesOf(rule: Rule): Leaf[] {
  return walk(rule.condition, rule.conditionPath, false);

  function walk(condition: Condition, path: PlanPath, isNegated: boolean): Leaf[] {
    switch (condition.kind) {
      case 'all':
        return condition.all.flatMap((part, index) => walk(part, [...path, 'all', index], isNegated));
      case 'any':
        return condition.any.flatMap((part, index) => walk(part, [...path, 'any', index], isNegated));
      case 'not':
        return walk(condition.not, [...path, 'not'], !isNegated);
      default:
        return [{ rule, condition, path, isNegated }];
    }
  }
}

export function allLeaves(plan: Plan): Leaf[] {
  return rulesOf(plan).flatMap(leavesOf);
}

/** Run lengths are dear; of a plan with more CUSUMs than this they are told of the first. */
const MOST_CUSUMS = 10;

/** The CUSUMs of which lint works out how long they run. */
export function toldCusums(leaves: readonly Leaf[]): ReadonlySet<LeafCondition> {
  const cusums = leaves.map(({ condition }) => condition).filter(({ kind }) => kind === 'cusum');
  return new Set(cusums.slice(0, MOST_CUSUMS));
}

function cellCount(plan: Plan, scope: Scope): number {
  return scope.each.reduce((cells, label) => cells * (plan.dimensions[label]?.length ?? 1), 1);
}

/** The id of the indicator that a leaf reads, itself or through its SLO. */
export function indicatorIdOf(plan: Plan, condition: LeafCondition): string | undefined {
  if ('slo' in condition) return plan.slos[condition.slo]?.indicator;
  if ('indicator' in condition) return condition.indicator;
  return condition.kind === 'cusum' ? condition.cusum : undefined;
}

export function sloOfLeaf(plan: Plan, condition: LeafCondition): Slo | undefined {
  return 'slo' in condition ? plan.slos[condition.slo] : undefined;
}

/** Whether proof can be asked of it: pairs, `burnOver`, and levels of a ratio or a share. */
export function takesBound(plan: Plan, condition: LeafCondition): boolean {
  if (condition.kind === 'alert') return true;
  if (condition.kind === 'burn') return condition.burnOver !== undefined;
  if (condition.kind !== 'level') return false;
  return isShareKind(plan.indicators[condition.indicator]);
}

/** Values that are shares, from 0 to 1. */
export function isShareKind(indicator: Indicator | undefined): boolean {
  return indicator?.kind === 'ratio' || indicator?.kind === 'share';
}

/** How long the launch lasts, ms: from the opening of its window (else T-0) to its end; 12 h where the plan does not say. */
export function launchMs(plan: Plan): number {
  const { t0, window, ends } = plan.launch;
  const from = window === undefined ? t0 : instantAt(window.opens, t0);
  const to = ends ?? window?.closes;
  const ms = to === undefined ? 0 : instantAt(to, t0) - from;
  return ms > 0 ? ms : 43_200_000;
}
