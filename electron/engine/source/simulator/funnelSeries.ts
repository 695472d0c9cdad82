import type { FunnelTraffic } from '../../../../shared/model/scenarioFunnel.ts';
import { combineLabels, sourceOf } from './combineLabels.ts';
import type { ScenarioSeries } from './expandTraffic.ts';

/** The one arm of a funnel that has none. */
export const onlyArm = { all: 1 } as const;

/** Every combination, arm by arm, stage by stage. */
export function expandFunnel(traffic: FunnelTraffic): ScenarioSeries[] {
  const combinations = combineLabels(traffic.each);
  const total = combinations.reduce((sum, combination) => sum + combination.weight, 0);
  return traffic.source.flatMap((pattern) =>
    combinations.flatMap((combination) =>
      Object.keys(traffic.arms ?? onlyArm).flatMap((arm) =>
        traffic.stages.map(({ stage }): ScenarioSeries => {
          const labels = { ...traffic.labels, ...combination.labels, ...(traffic.arms && { arm }), stage };
          return {
            traffic,
            kind: 'count',
            bentBy: ['rate'],
            source: sourceOf(pattern, labels),
            metric: traffic.metric,
            labels,
            weight: combination.weight / total / traffic.source.length,
            outcome: undefined,
          };
        }),
      ),
    ),
  );
}
