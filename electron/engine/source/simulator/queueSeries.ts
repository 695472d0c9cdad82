import type { QueueTraffic } from '../../../../shared/model/scenarioQueue.ts';
import type { ScenarioSeries } from './expandTraffic.ts';

/** The groups of a queue: the people of each cohort, then the bots where there are any. */
export function queueGroups(traffic: QueueTraffic): { readonly cohort: string; readonly by: string }[] {
  const people = Object.keys(traffic.cohorts).map((cohort) => ({ cohort, by: 'people' }));
  return traffic.bots === undefined ? people : [...people, { cohort: traffic.bots.as, by: 'bots' }];
}

/** What a queue tells, in the order in which each second lists it: counts of each group, waits of the people, the line. */
export function expandQueue(traffic: QueueTraffic): ScenarioSeries[] {
  const series = (
    part: string,
    kind: ScenarioSeries['kind'],
    labels: ScenarioSeries['labels'],
    bentBy: ScenarioSeries['bentBy'] = [],
  ): ScenarioSeries => ({
    traffic,
    kind,
    bentBy,
    source: traffic.source,
    metric: `${traffic.id}.${part}`,
    labels: { ...traffic.labels, ...labels },
    weight: 1,
    outcome: undefined,
  });
  const groups = queueGroups(traffic);
  return [
    ...groups.map((group) => series('joined', 'count', group, ['rate'])),
    ...groups.map((group) => series('admitted', 'count', group, ['rate'])),
    ...groups.map((group) => series('left', 'count', group)),
    ...Object.keys(traffic.cohorts).map((cohort) => series('wait', 'latency', { cohort })),
    series('served', 'count', { order: 'kept' }),
    series('served', 'count', { order: 'jumped' }),
    series('length', 'gauge', {}),
  ];
}
