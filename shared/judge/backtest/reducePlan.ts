import type { Plan } from '../../model/plan.ts';
import type { Condition } from '../../model/planConditions.ts';
import type { Criterion, Trigger } from '../../model/planTriggers.ts';
import { leaves } from '../planWindows.ts';

/**
 * The plan with these triggers and criteria and what they rest on, and no other rules: they are judged as in the whole plan,
 * for no rule reads another.
 */
export function reducePlan(
  plan: Plan,
  triggers: Readonly<Record<string, Trigger>>,
  criteria: Readonly<Record<string, Criterion>> = {},
): Plan {
  const conditions = [
    ...Object.values(triggers).flatMap(({ when }) => leaves(when)),
    ...Object.values(criteria).flatMap(({ holds }) => (holds === undefined ? [] : leaves(holds))),
  ];
  const slos = pick(
    plan.slos,
    conditions.flatMap((leaf) => ('slo' in leaf ? [leaf.slo] : [])),
  );
  const experiments = pick(
    plan.experiments,
    conditions.flatMap((leaf) => ('experiment' in leaf ? [leaf.experiment] : [])),
  );
  const forecasts = pick(
    plan.forecasts,
    conditions.flatMap((leaf) => ('forecast' in leaf ? [leaf.forecast] : [])),
  );
  const named = [
    ...conditions.flatMap(indicatorsOf),
    ...Object.values(triggers).flatMap(({ proxy }) => proxy ?? []),
    ...Object.values(slos).map(({ indicator }) => indicator),
    ...Object.values(experiments).flatMap(({ guardrails }) => guardrails.map(({ indicator }) => indicator)),
    ...Object.values(forecasts).map(({ remaining }) => remaining),
  ];
  const indicators = pick(plan.indicators, withSides(plan, named));
  return { ...plan, triggers, criteria, polls: {}, dependencies: {}, slos, experiments, forecasts, indicators };
}

function indicatorsOf(leaf: Condition): string[] {
  if (leaf.kind === 'cusum') return [leaf.cusum];
  return leaf.kind === 'level' || leaf.kind === 'ratio' ? [leaf.indicator] : [];
}

/** These indicators, both sides of those that compare, and their proxies. */
function withSides(plan: Plan, named: readonly string[]): string[] {
  const found = new Set<string>();
  const open = [...named];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const indicator = plan.indicators[id];
    if (indicator === undefined || found.has(id)) continue;
    found.add(id);
    if (indicator.kind === 'compare') open.push(indicator.treatment, indicator.baseline);
    if (indicator.proxy !== undefined) open.push(indicator.proxy);
  }
  return [...found];
}

function pick<Value>(map: Readonly<Record<string, Value>>, ids: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(map).filter(([id]) => ids.includes(id)));
}
