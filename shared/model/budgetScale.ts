import type { Slo } from './planIndicators.ts';

/**
 * What share of its whole budget an objective would lose to the failure that stands there for scale, at the mean traffic of
 * its period; undefined where the plan names none. 45 minutes are 0.89 of ten weeks at 99.95 %.
 */
export function budgetScale({ objective, period, scale }: Slo): number | undefined {
  return scale === undefined ? undefined : scale.lasts / (period * (1 - objective));
}
