import type { QueueTraffic } from '../../../../shared/model/scenarioQueue.ts';
import type { ValueText } from './countValues.ts';
import { expandTraffic, type ScenarioSeries } from './expandTraffic.ts';
import { isChosen, type IncidentSpan } from './incidentSpan.ts';
import { QueueModel, type QueueSecond } from './queueModel.ts';
import type { Timeline } from './timeline.ts';

export function createQueueModel(
  traffic: QueueTraffic,
  spans: readonly IncidentSpan[],
  seed: number,
  timeline: Timeline,
): QueueModel {
  const touching = (part: string): (readonly IncidentSpan[])[] =>
    expandTraffic(traffic)
      .filter(({ metric }) => metric === `${traffic.id}.${part}`)
      .map((series) => spans.filter(({ incident }) => isChosen(incident.where, series)));
  const admitted = [...new Set(touching('admitted').flat())];
  return new QueueModel(traffic, { joined: touching('joined'), admitted }, seed, timeline);
}

/** The samples of one series of a queue. */
export function queueValuesOf(model: QueueModel, series: ScenarioSeries, id: string): ValueText {
  const { cohort, by, order } = series.labels;
  const part = series.metric.slice(id.length + 1);
  const group = model.groups.findIndex((one) => one.cohort === cohort && one.by === (by ?? 'people'));
  const tell = tellers[part === 'served' ? (order ?? '') : part];
  return (second) => tell?.(model.at(second), group);
}

const tellers: Readonly<Record<string, (now: QueueSecond, group: number) => string | undefined>> = {
  joined: ({ joined }, group) => `${joined[group] ?? 0}}\n`,
  admitted: ({ admitted }, group) => `${admitted[group] ?? 0}}\n`,
  left: ({ left }, group) => `${left[group] ?? 0}}\n`,
  wait: ({ waitsMs }, group) => {
    const waits = waitsMs[group] ?? [];
    return waits.length === 0 ? undefined : `"values":[${waits.join()}]}\n`;
  },
  kept: ({ kept }) => `${kept}}\n`,
  jumped: ({ jumped }) => `${jumped}}\n`,
  length: ({ length }) => `${length}}\n`,
};
