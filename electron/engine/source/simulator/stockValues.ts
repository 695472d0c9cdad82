import type { StockTraffic } from '../../../../shared/model/scenarioStock.ts';
import type { ValueText } from './countValues.ts';
import { expandTraffic, type ScenarioSeries } from './expandTraffic.ts';
import { isChosen, type IncidentSpan } from './incidentSpan.ts';
import type { Outputs } from './outputs.ts';
import type { QueueModel } from './queueModel.ts';
import type { SpansOf } from './stockLane.ts';
import { StockModel } from './stockModel.ts';
import type { StockTally, Tallied } from './stockTally.ts';
import type { Timeline } from './timeline.ts';

interface StockWorld {
  readonly queue: QueueModel;
  readonly spans: readonly IncidentSpan[];
  readonly outputs: Outputs;
  readonly seed: number;
  readonly timeline: Timeline;
}

export function createStockModel(
  traffic: StockTraffic,
  { queue, spans, outputs, seed, timeline }: StockWorld,
): StockModel {
  const all = expandTraffic(traffic).map((series) => ({ series, part: partOf(series, traffic.id) }));
  const known = new Map<string, readonly IncidentSpan[]>();
  for (const { series, part } of all) {
    const own = spans.filter(({ incident }) => isChosen(incident.where, series));
    known.set(seriesKey(part, series.labels), own);
  }
  const spansOf: SpansOf = (part, labels) => known.get(seriesKey(part, labels)) ?? [];
  const model = new StockModel(traffic, queue, spansOf, seed, timeline);
  for (const { series, part } of all) {
    if (part !== 'orders') continue;
    model.follow(openTally(model.tally, part, series.labels), outputs.open(traffic.id, series.labels));
  }
  return model;
}

/** The samples of one series of a stock. */
export function stockValuesOf(model: StockModel, series: ScenarioSeries, id: string): ValueText {
  const part = partOf(series, id);
  const tallied = openTally(model.tally, part, series.labels);
  return (second) => {
    model.stepTo(second);
    if (part === 'remaining' || part === 'held') return `${model.shelf[part]}}\n`;
    if (series.kind === 'count') return `${tallied.count}}\n`;
    return tallied.latencies.length === 0 ? undefined : `"values":[${tallied.latencies.join()}]}\n`;
  };
}

function partOf({ metric }: ScenarioSeries, id: string): string {
  return metric.slice(id.length + 1);
}

function openTally(tally: StockTally, part: string, labels: ScenarioSeries['labels']): Tallied {
  const { by, cohort, path, arm, outcome } = labels;
  return tally.open(...[part, by ?? cohort, path, arm, outcome].filter((word) => word !== undefined));
}

function seriesKey(part: string, labels: ScenarioSeries['labels']): string {
  return `${part} ${Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join()}`;
}
