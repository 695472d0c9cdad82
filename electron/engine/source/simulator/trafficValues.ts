import type { Scenario } from '../../../../shared/model/scenario.ts';
import { buildCountValues, type ValueText } from './countValues.ts';
import { seriesName, type ScenarioSeries, type StreamTraffic } from './expandTraffic.ts';
import { FollowsModel } from './followsModel.ts';
import { FunnelModel } from './funnelModel.ts';
import { buildGaugeValues } from './gaugeValues.ts';
import type { IncidentSpan } from './incidentSpan.ts';
import { buildLatencyValues } from './latencyValues.ts';
import { buildLedgerValues } from './ledgerValues.ts';
import { buildSharedCurve } from './levelCurve.ts';
import { Outputs } from './outputs.ts';
import { openRandomStream } from './randomStream.ts';
import type { QueueModel } from './queueModel.ts';
import { createQueueModel, queueValuesOf } from './queueValues.ts';
import { RefundsModel } from './refundsModel.ts';
import { createStockModel, stockValuesOf } from './stockValues.ts';
import type { Timeline } from './timeline.ts';

/** The samples of one series, bent by the incidents that choose it. */
type ValuesOf = (series: ScenarioSeries, bends: readonly IncidentSpan[]) => ValueText;

/**
 * What a scenario's kinds of traffic have to tell. Asked in the order of the file, so that one may read another that stands
 * above it by its id.
 */
export class TrafficValues {
  private readonly seed: number;
  private readonly spans: readonly IncidentSpan[];
  private readonly outputs = new Outputs();
  private readonly refunds = new Map<string, RefundsModel>();
  private readonly queues = new Map<string, QueueModel>();

  constructor({ seed }: Pick<Scenario, 'seed'>, spans: readonly IncidentSpan[]) {
    this.seed = seed;
    this.spans = spans;
  }

  of(traffic: StreamTraffic, timeline: Timeline): ValuesOf {
    switch (traffic.kind) {
      case 'count': {
        const shared = buildSharedCurve(traffic, timeline);
        return (series, bends) =>
          buildCountValues(series, traffic, shared, bends, this.streamOf(series), timeline, this.outputs);
      }
      case 'latency': {
        const shared = buildSharedCurve(traffic, timeline);
        return (series, bends) => buildLatencyValues(series, traffic, shared, bends, this.streamOf(series), timeline);
      }
      case 'gauge':
        return (series, bends) => buildGaugeValues(series, traffic, bends, this.streamOf(series), timeline);
      case 'funnel': {
        const model = new FunnelModel(this.seed, traffic, this.spans, this.outputs, timeline);
        return (series) => model.valuesOf(series);
      }
      case 'follows':
        return (series, bends) => {
          const model = new FollowsModel(series, traffic, bends, this.streamOf(series), this.outputs, timeline);
          return traffic.bears === 'effect' ? model.effects : model.causes;
        };
      case 'refunds': {
        const model = new RefundsModel(this.seed, traffic, this.spans, timeline);
        this.refunds.set(traffic.id, model);
        return (series) => model.valuesOf(series, traffic.id);
      }
      case 'ledger': {
        const refunds = this.refunds.get(traffic.of);
        if (refunds === undefined)
          throw new Error(`${traffic.metric} is of ${traffic.of}, which stands nowhere above it.`);
        return (series, bends) => buildLedgerValues(series, traffic, refunds, bends);
      }
      case 'queue': {
        const model = createQueueModel(traffic, this.spans, this.seed, timeline);
        this.queues.set(traffic.id, model);
        return (series) => queueValuesOf(model, series, traffic.id);
      }
      case 'stock': {
        const { seed, spans, outputs } = this;
        const queue = this.queues.get(traffic.of);
        if (queue === undefined) throw new Error(`${traffic.id} is of ${traffic.of}, which stands nowhere above it.`);
        const model = createStockModel(traffic, { queue, spans, outputs, seed, timeline });
        return (series) => stockValuesOf(model, series, traffic.id);
      }
    }
  }

  private streamOf(series: ScenarioSeries): ReturnType<typeof openRandomStream> {
    return openRandomStream(this.seed, seriesName(series));
  }
}
