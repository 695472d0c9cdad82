import type { CountTraffic, GaugeTraffic, LatencyTraffic } from '../../../../shared/model/scenarioTraffic.ts';

/** Traffic that comes in series, one sample an interval. */
export type StreamTraffic = CountTraffic | LatencyTraffic | GaugeTraffic;

/** One series of a scenario. */
export interface ScenarioSeries {
  readonly traffic: StreamTraffic;
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
  const combinations = combine(traffic.each);
  const total = combinations.reduce((sum, combination) => sum + combination.weight, 0);
  const [splitLabel, shares] = Object.entries((traffic.kind === 'count' ? traffic.split : undefined) ?? {})[0] ?? [];
  const series: ScenarioSeries[] = [];
  for (const pattern of traffic.source) {
    for (const combination of combinations) {
      const labels = { ...traffic.labels, ...combination.labels };
      const common = {
        traffic,
        source: pattern.replace(/\{([^{}]*)\}/g, (whole, label: string) => labels[label] ?? whole),
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

interface Combination {
  readonly labels: Readonly<Record<string, string>>;
  readonly weight: number;
}

type Values = readonly string[] | Readonly<Record<string, number>>;

function combine(each: Readonly<Record<string, Values>>): Combination[] {
  let combinations: Combination[] = [{ labels: {}, weight: 1 }];
  for (const [label, values] of Object.entries(each)) {
    const weights = isList(values) ? values.map((value) => [value, 1] as const) : Object.entries(values);
    combinations = combinations.flatMap((combination) =>
      weights.map(([value, weight]) => ({
        labels: { ...combination.labels, [label]: value },
        weight: combination.weight * weight,
      })),
    );
  }
  return combinations;
}

function isList(values: Values): values is readonly string[] {
  return Array.isArray(values);
}

/** The name by which a series draws its random numbers. */
export function seriesName(series: ScenarioSeries): string {
  return `series/${series.source}/${series.metric}/${JSON.stringify(series.labels)}`;
}
