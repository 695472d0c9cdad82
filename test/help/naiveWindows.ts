import type { Plan } from '../../shared/model/plan.ts';
import type { Condition } from '../../shared/model/planConditions.ts';
import { defaultAlerts } from '../../shared/stats/burn.ts';
import { wholeSeconds } from './naiveWorld.ts';

/** With no window in the plan, samples still count when they are this late. */
const WITHOUT_WINDOW_SECONDS = 60;

/** How far back any window of the plan reaches, in whole seconds. */
export function longestSeconds(plan: Plan): number {
  const conditions = [
    ...Object.values(plan.triggers).map(({ when }) => when),
    ...Object.values(plan.criteria).flatMap(({ holds }) => holds ?? []),
  ];
  const alerts = Object.values(plan.slos).flatMap((slo) =>
    (slo.alerts?.map(({ long }) => long) ?? defaultAlerts(slo.period).map(({ longMs }) => longMs)).map((longMs) =>
      reach(plan, longMs, slo.indicator),
    ),
  );
  const reaches = [...alerts, ...conditions.map((condition) => reachOf(plan, condition))];
  return Math.max(0, ...reaches) || WITHOUT_WINDOW_SECONDS;
}

function reachOf(plan: Plan, it: Condition): number {
  switch (it.kind) {
    case 'all':
      return Math.max(...it.all.map((inner) => reachOf(plan, inner)));
    case 'any':
      return Math.max(...it.any.map((inner) => reachOf(plan, inner)));
    case 'not':
      return reachOf(plan, it.not);
    case 'level':
      return reach(plan, it.window, it.indicator);
    case 'burn':
      return reach(plan, it.window, plan.slos[it.slo]?.indicator ?? '');
    case 'ratio':
      return it.window === undefined ? 0 : reach(plan, it.window, it.indicator);
    case 'cusum':
      return reach(plan, it.every, it.cusum);
    case 'event':
      return wholeSeconds(it.within);
    default:
      return 0;
  }
}

function reach(plan: Plan, windowMs: number, indicatorId: string): number {
  return wholeSeconds(windowMs) + delayOf(plan, indicatorId);
}

function delayOf(plan: Plan, id: string): number {
  const indicator = plan.indicators[id];
  if (indicator?.kind !== 'compare' || indicator.matures !== undefined) return wholeSeconds(indicator?.matures ?? 0);
  return Math.max(delayOf(plan, indicator.treatment), delayOf(plan, indicator.baseline));
}
