import type { Condition } from '../model/planConditions.ts';
import type { Plan } from '../model/plan.ts';
import type { LatencyLimits } from '../model/tickInput.ts';
import { alertPairs } from './slo.ts';

/** With no window in the plan, samples still count when they are this late. */
const withoutWindowMs = 60_000;

/** Every condition of the plan that has no other conditions in it. */
function leavesOf(plan: Plan): Condition[] {
  const conditions = [
    ...Object.values(plan.triggers).map((trigger) => trigger.when),
    ...Object.values(plan.criteria).flatMap((criterion) => criterion.holds ?? []),
  ];
  return conditions.flatMap(leaves);
}

/** The conditions without others in them, in the order in which they are written. */
export function leaves(condition: Condition): Condition[] {
  switch (condition.kind) {
    case 'all':
      return condition.all.flatMap(leaves);
    case 'any':
      return condition.any.flatMap(leaves);
    case 'not':
      return leaves(condition.not);
    default:
      return [condition];
  }
}

/** The limits of the plan's latency shares, ascending, each once. */
export function latencyLimitsOf(plan: Plan): LatencyLimits {
  const limits = Object.values(plan.indicators).flatMap((one) => (one.kind === 'share' ? [one.within] : []));
  return [...new Set(limits)].sort((a, b) => a - b);
}

/** How late the labels of an indicator mature: its windows end so long before now. */
export function maturesMs(plan: Plan, id: string): number {
  const indicator = plan.indicators[id];
  if (indicator === undefined) return 0;
  if (indicator.matures !== undefined || indicator.kind !== 'compare') return indicator.matures ?? 0;
  return Math.max(maturesMs(plan, indicator.treatment), maturesMs(plan, indicator.baseline));
}

/** How far back any rule looks, in whole seconds; where labels mature late, from there. */
export function longestWindowS(plan: Plan): number {
  let longestMs = 0;
  const note = (windowMs: number, delayMs: number): void => {
    longestMs = Math.max(longestMs, windowMs + delayMs);
  };
  const delayOf = (id: string): number => maturesMs(plan, id);
  const delayOfSlo = (id: string): number => delayOf(plan.slos[id]?.indicator ?? '');
  for (const leaf of leavesOf(plan)) {
    if (leaf.kind === 'level') note(leaf.window, delayOf(leaf.indicator));
    else if (leaf.kind === 'ratio' && leaf.window !== undefined) note(leaf.window, delayOf(leaf.indicator));
    else if (leaf.kind === 'burn') note(leaf.window, delayOfSlo(leaf.slo));
    else if (leaf.kind === 'cusum') note(leaf.every, delayOf(leaf.cusum));
    else if (leaf.kind === 'event') note(leaf.within, 0);
  }
  for (const [id, slo] of Object.entries(plan.slos)) {
    for (const pair of alertPairs(slo)) note(Math.max(pair.longMs, pair.shortMs), delayOfSlo(id));
  }
  for (const forecast of Object.values(plan.forecasts)) note(forecast.last, 0);
  return Math.floor((longestMs === 0 ? withoutWindowMs : longestMs) / 1000);
}

export function longestEventMs(plan: Plan): number {
  return Math.max(0, ...leavesOf(plan).map((leaf) => (leaf.kind === 'event' ? leaf.within : 0)));
}
