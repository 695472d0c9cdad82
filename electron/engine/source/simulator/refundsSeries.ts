import type { RefundsTraffic } from '../../../../shared/model/scenarioRefunds.ts';
import { combineLabels, sourceOf } from './combineLabels.ts';
import type { ScenarioSeries } from './expandTraffic.ts';

/** What refunds tell, in the order in which each second lists it; behind their id, as `refunds.credited`. */
export const refundParts = [
  { part: 'requested', kind: 'count', bentBy: ['rate'], outcome: undefined },
  { part: 'credited', kind: 'count', bentBy: ['rate'], outcome: undefined },
  { part: 'credit.latency', kind: 'latency', bentBy: ['latency'], outcome: undefined },
  { part: 'duplicate', kind: 'count', bentBy: ['outcome'], outcome: 'duplicate' },
  { part: 'uncredited.oldest', kind: 'gauge', bentBy: [], outcome: undefined },
  { part: 'uncredited.money', kind: 'gauge', bentBy: [], outcome: undefined },
] as const;
export type RefundPart = (typeof refundParts)[number]['part'];

/** Every part of every combination. */
export function expandRefunds(traffic: RefundsTraffic): ScenarioSeries[] {
  const combinations = combineLabels(traffic.each);
  const total = combinations.reduce((sum, combination) => sum + combination.weight, 0);
  return combinations.flatMap((combination) => {
    const labels = { ...traffic.labels, ...combination.labels };
    return refundParts.map(({ part, ...rest }) => ({
      traffic,
      ...rest,
      source: sourceOf(traffic.source, labels),
      metric: `${traffic.id}.${part}`,
      labels,
      weight: combination.weight / total,
    }));
  });
}
