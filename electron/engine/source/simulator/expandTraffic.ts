import type { Incident } from '../../../../shared/model/scenarioIncident.ts';
import type { EventTraffic, Traffic } from '../../../../shared/model/scenarioTraffic.ts';
import { combineLabels, sourceOf } from './combineLabels.ts';
import { expandFollows } from './followsSeries.ts';
import { expandFunnel } from './funnelSeries.ts';
import { expandLedger } from './ledgerSeries.ts';
import { expandQueue } from './queueSeries.ts';
import { expandRefunds } from './refundsSeries.ts';
import { expandStock } from './stockSeries.ts';

/** Traffic that comes in series, one sample an interval. */
export type StreamTraffic = Exclude<Traffic, EventTraffic>;

/** One series of a scenario. */
export interface ScenarioSeries {
  readonly traffic: StreamTraffic;
  /** Of its samples. */
  readonly kind: 'count' | 'latency' | 'gauge';
  /** The incidents that change what it measures; others change how it arrives. */
  readonly bentBy: readonly Incident['kind'][];
  readonly source: string;
  readonly metric: string;
  /** In the order in which lines carry them: the fixed ones, the combination, the split. */
  readonly labels: Readonly<Record<string, string>>;
  /** The part of the traffic's events that belongs to this combination and source; the split comes on top. */
  readonly weight: number;
  /** The value of the split label, where there is one. */
  readonly outcome: string | undefined;
}

/** Every series, sources first, then combinations in the order in which the values are written, then the split. */
export function expandTraffic(traffic: StreamTraffic): ScenarioSeries[] {
  if (traffic.kind === 'refunds') return expandRefunds(traffic);
  if (traffic.kind === 'ledger') return expandLedger(traffic);
  if (traffic.kind === 'funnel') return expandFunnel(traffic);
  if (traffic.kind === 'follows') return expandFollows(traffic);
  if (traffic.kind === 'queue') return expandQueue(traffic);
  if (traffic.kind === 'stock') return expandStock(traffic);
  const combinations = combineLabels(traffic.each);
  const total = combinations.reduce((sum, combination) => sum + combination.weight, 0);
  const [splitLabel, shares] = Object.entries((traffic.kind === 'count' ? traffic.split : undefined) ?? {})[0] ?? [];
  const series: ScenarioSeries[] = [];
  for (const pattern of traffic.source) {
    for (const combination of combinations) {
      const labels = { ...traffic.labels, ...combination.labels };
      const common = {
        traffic,
        kind: traffic.kind,
        bentBy: bentBy[traffic.kind],
        source: sourceOf(pattern, labels),
        metric: traffic.metric,
        weight: combination.weight / total / traffic.source.length,
      };
      if (splitLabel === undefined || shares === undefined) {
        series.push({ ...common, labels, outcome: undefined });
        continue;
      }
      for (const outcome of Object.keys(shares)) {
        series.push({ ...common, labels: { ...labels, [splitLabel]: outcome }, outcome });
      }
    }
  }
  return series;
}

const bentBy = { count: ['outcome', 'rate'], latency: ['latency'], gauge: ['gauge'] } as const;

/** The name by which a series draws its random numbers. */
export function seriesName(series: ScenarioSeries): string {
  return `series/${series.source}/${series.metric}/${JSON.stringify(series.labels)}`;
}
