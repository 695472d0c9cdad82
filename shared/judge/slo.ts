import type { Plan } from '../model/plan.ts';
import type { Slo } from '../model/planIndicators.ts';
import { burnFactor, defaultAlerts } from '../stats/burn.ts';
import type { Reading } from './reading.ts';

/** An alert pair with everything filled in. */
export interface AlertPair {
  readonly id: string;
  readonly longMs: number;
  readonly shortMs: number;
  readonly factor: number;
  readonly severity: 'page' | 'ticket';
}

/** The pairs that an objective names, or those that follow from its period. */
export function alertPairs(slo: Slo): readonly AlertPair[] {
  if (slo.alerts === undefined) return defaultAlerts(slo.period);
  return slo.alerts.map((alert) => ({
    id: alert.id,
    longMs: alert.long,
    shortMs: alert.short ?? alert.long / 12,
    factor: alert.factor ?? burnFactor(alert.spend ?? 0, slo.period, alert.long),
    severity: alert.severity ?? 'page',
  }));
}

/** Bad events of a ratio; of a latency share, those that took too long. */
export function badOf(reading: Reading): number {
  return reading.of.indicator.kind === 'share' ? reading.n - reading.numerator : reading.numerator;
}

/** How many times faster than allowed the budget goes; undefined with no traffic. */
export function burnOf(reading: Reading, objective: number): number | undefined {
  return reading.n === 0 ? undefined : badOf(reading) / reading.n / (1 - objective);
}

export function sloOf(plan: Plan, id: string): Slo {
  const slo = plan.slos[id];
  if (slo === undefined) throw new Error(`The plan has no objective ${id}; lint says so before judging.`);
  return slo;
}
