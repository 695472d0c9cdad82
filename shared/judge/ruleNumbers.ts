import type { Condition, LeafCondition } from '../model/planConditions.ts';
import type { Plan } from '../model/plan.ts';
import type { PlanPath } from '../model/problem.ts';
import { alertPairs } from './slo.ts';

/** How a number is written and read. */
export type NumberKind = 'duration' | 'threshold' | 'burn' | 'positive' | 'confidence' | 'spend';

/** A number of a rule that may be replaced for a run. */
export interface RuleNumber {
  /** As it is written after the rule's name: `over`, `clear.for`, or `all[0].over` where a rule has several conditions. */
  readonly field: string;
  /** The last word or two of `field`, which suffices where nothing else of the rule ends in it. */
  readonly name: string;
  readonly kind: NumberKind;
  /** Where it stands in the plan as it was read. */
  readonly path: PlanPath;
  /** What stands there; undefined where the plan leaves it to its default. */
  readonly value: number | undefined;
}

/**
 * Every number that can be replaced, by the rule that it belongs to: triggers and criteria by id, alert pairs as
 * `slo.alert`. A trigger on an alert pair has the pair's numbers too: they stand in the plan once, for all who use them.
 */
export function ruleNumbers(plan: Plan): Map<string, readonly RuleNumber[]> {
  const rules = new Map<string, readonly RuleNumber[]>();
  for (const [id, slo] of Object.entries(plan.slos)) {
    alertPairs(slo).forEach((pair, index) => {
      rules.set(`${id}.${pair.id}`, pairNumbers(plan, id, index));
    });
  }
  for (const [id, criterion] of Object.entries(plan.criteria)) {
    const path = ['criteria', id];
    const held = criterion.holds === undefined ? [] : conditionNumbers(plan, criterion.holds, [...path, 'holds'], '');
    rules.set(id, [...held, ruleNumber('for', 'duration', path, criterion.for)]);
  }
  for (const [id, trigger] of Object.entries(plan.triggers)) {
    const path = ['triggers', id];
    const asked = conditionNumbers(plan, trigger.when, [...path, 'when'], '');
    const own = [
      ruleNumber('for', 'duration', path, trigger.for),
      ruleNumber('clear.for', 'duration', path, trigger.clear?.for),
      ...clearSides(trigger.when).map((side) => ruleNumber(`clear.${side}`, 'threshold', path, trigger.clear?.[side])),
    ];
    if (!asked.some(({ field, value }) => field === 'confidence' && value !== undefined)) {
      own.push(ruleNumber('confidence', 'confidence', path, trigger.confidence));
    }
    const ownFields = new Set(own.map(({ field }) => field));
    rules.set(id, [...asked.filter(({ field }) => !ownFields.has(field)), ...own]);
  }
  return rules;
}

function ruleNumber(field: string, kind: NumberKind, path: PlanPath, value: number | undefined): RuleNumber {
  return { field, name: field, kind, path: [...path, ...field.split('.')], value };
}

/** Levels of a clear rule belong to a trigger with one condition that compares with a threshold. */
function clearSides(when: Condition): ('under' | 'over')[] {
  if (when.kind === 'level') return [when.over === undefined ? 'over' : 'under'];
  if (when.kind === 'burn') return [when.burnOver === undefined ? 'over' : 'under'];
  return [];
}

function conditionNumbers(plan: Plan, condition: Condition, path: PlanPath, prefix: string): RuleNumber[] {
  switch (condition.kind) {
    case 'all':
      return condition.all.flatMap((one, at) =>
        conditionNumbers(plan, one, [...path, 'all', at], `${prefix}all[${at}].`),
      );
    case 'any':
      return condition.any.flatMap((one, at) =>
        conditionNumbers(plan, one, [...path, 'any', at], `${prefix}any[${at}].`),
      );
    case 'not':
      return conditionNumbers(plan, condition.not, [...path, 'not'], `${prefix}not.`);
    default:
      return leafNumbers(plan, condition, path).map((one) => ({ ...one, field: `${prefix}${one.field}` }));
  }
}

function leafNumbers(plan: Plan, leaf: LeafCondition, path: PlanPath): RuleNumber[] {
  const number = (name: string, kind: NumberKind, value: number | undefined): RuleNumber =>
    ruleNumber(name, kind, path, value);
  switch (leaf.kind) {
    case 'alert': {
      const slo = plan.slos[leaf.slo];
      const index = slo === undefined ? -1 : alertPairs(slo).findIndex((pair) => pair.id === leaf.alert);
      return index < 0 ? [] : pairNumbers(plan, leaf.slo, index);
    }
    case 'burn':
      return [
        leaf.burnOver === undefined
          ? number('burnUnder', 'burn', leaf.burnUnder)
          : number('burnOver', 'burn', leaf.burnOver),
        number('window', 'duration', leaf.window),
      ];
    case 'budget':
      return [number('budgetLeftUnder', 'threshold', leaf.budgetLeftUnder)];
    case 'level':
      return [
        leaf.over === undefined ? number('under', 'threshold', leaf.under) : number('over', 'threshold', leaf.over),
        number('window', 'duration', leaf.window),
      ];
    case 'ratio':
      return [
        number('ratioOver', 'positive', leaf.ratioOver),
        number('confidence', 'confidence', leaf.confidence),
        ...(leaf.window === undefined ? [] : [number('window', 'duration', leaf.window)]),
      ];
    case 'cusum':
      return [
        number('every', 'duration', leaf.every),
        number('m0', 'positive', leaf.m0),
        number('m1', 'positive', leaf.m1),
        number('h', 'positive', leaf.h),
      ];
    case 'event':
      return [number('within', 'duration', leaf.within)];
    case 'experiment':
    case 'forecast':
    case 'evidence':
      return [];
  }
}

/** `factor` and `spend` say the same thing in two ways: setting one takes the place of both. */
function pairNumbers(plan: Plan, id: string, index: number): RuleNumber[] {
  const slo = plan.slos[id];
  if (slo === undefined) return [];
  const path = ['slos', id, 'alerts', index];
  return [
    ruleNumber('factor', 'positive', path, alertPairs(slo)[index]?.factor),
    ruleNumber('spend', 'spend', path, slo.alerts?.[index]?.spend),
  ];
}
