import type { FollowsTraffic } from '../../../../shared/model/scenarioFollows.ts';
import { combineLabels, sourceOf } from './combineLabels.ts';
import type { ScenarioSeries } from './expandTraffic.ts';

/** Every combination; its weight is how many times the share it has. */
export function expandFollows(traffic: FollowsTraffic): ScenarioSeries[] {
  return traffic.source.flatMap((pattern) =>
    combineLabels(traffic.each).map((combination): ScenarioSeries => {
      const labels = { ...traffic.labels, ...combination.labels };
      return {
        traffic,
        kind: 'count',
        bentBy: ['rate'],
        source: sourceOf(pattern, labels),
        metric: traffic.metric,
        labels,
        weight: combination.weight / traffic.source.length,
        outcome: undefined,
      };
    }),
  );
}
