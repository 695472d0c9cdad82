import type { StockTraffic } from '../../../../shared/model/scenarioStock.ts';
import type { ValueText } from './countValues.ts';
import { expandTraffic, type ScenarioSeries } from './expandTraffic.ts';
import { isChosen, type IncidentSpan } from './incidentSpan.ts';
import type { Output, Outputs } from './outputs.ts';
import type { QueueModel } from './queueModel.ts';
import { StockModel, type SpansOf } from './stockModel.ts';
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
  const known = new Map<string, readonly IncidentSpan[]>();
  const orders = new Map<string, Output>();
  for (const series of expandTraffic(traffic)) {
    const part = series.metric.slice(traffic.id.length + 1);
    const own = spans.filter(({ incident }) => isChosen(incident.where, series));
    known.set(seriesKey(part, series.labels), own);
    if (part === 'orders') orders.set(tallyName(part, series.labels), outputs.open(traffic.id, series.labels));
  }
  const spansOf: SpansOf = (part, labels) => known.get(seriesKey(part, labels)) ?? [];
  return new StockModel(traffic, queue, spansOf, seed, timeline, orders);
}

/** The samples of one series of a stock. */
export function stockValuesOf(model: StockModel, series: ScenarioSeries, id: string): ValueText {
  const part = series.metric.slice(id.length + 1);
  const name = tallyName(part, series.labels);
  return (second) => {
    model.stepTo(second);
    if (part === 'remaining' || part === 'held') return `${model.shelf[part]}}\n`;
    if (series.kind === 'count') return `${model.tally.count(name)}}\n`;
    const latencies = model.tally.latenciesOf(name);
    return latencies.length === 0 ? undefined : `"values":[${latencies.join()}]}\n`;
  };
}

function tallyName(part: string, { by, cohort, path, arm, outcome }: ScenarioSeries['labels']): string {
  return [part, by ?? cohort, path, arm, outcome].filter((word) => word !== undefined).join('/');
}

function seriesKey(part: string, labels: ScenarioSeries['labels']): string {
  return `${part} ${Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join()}`;
}
