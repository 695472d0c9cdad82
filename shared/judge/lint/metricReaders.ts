import type { Plan } from '../../model/plan.ts';
import type { PlanPath } from '../../model/problem.ts';
import type { Series } from '../../model/series.ts';
import { indicatorParts } from '../indicatorParts.ts';

/** A place of the plan that reads a metric. */
export interface MetricReader {
  readonly metric: string;
  /** Undefined where any kind will do. */
  readonly kind: Series['kind'] | undefined;
  /** The labels by which it tells its samples apart. */
  readonly labels: readonly string[];
  readonly path: PlanPath;
}

/** Who reads which metric, in the order of the plan. */
export function metricReaders(plan: Plan): MetricReader[] {
  const indicators = Object.entries(plan.indicators).flatMap(([id, indicator]): MetricReader[] => {
    const path = ['indicators', id];
    const by = indicator.by ?? [];
    const parts = indicator.kind === 'compare' ? [] : indicatorParts(indicator);
    const read = parts.map(({ part, kind, selector: { metric, where } }) => ({
      ...{ metric, kind, labels: [...Object.keys(where ?? {}), ...by], path: [...path, part] },
    }));
    const { alive } = indicator;
    if (alive === undefined || !('metric' in alive)) return read;
    const labels = Object.keys(alive.where ?? {});
    return [...read, { metric: alive.metric, kind: undefined, labels, path: [...path, 'alive'] }];
  });
  const experiments = Object.entries(plan.experiments).flatMap(([id, experiment]) =>
    (['exposures', 'conversions'] as const).map((part): MetricReader => {
      const { metric, where, arm } = experiment[part];
      return { metric, kind: 'count', labels: [...Object.keys(where ?? {}), arm], path: ['experiments', id, part] };
    }),
  );
  const forecasts = Object.entries(plan.forecasts).map(([id, { consumed }]): MetricReader => {
    const labels = Object.keys(consumed.where ?? {});
    return { metric: consumed.metric, kind: 'count', labels, path: ['forecasts', id, 'consumed'] };
  });
  const observed = plan.ramp?.observed?.gauge;
  const ramp: MetricReader[] =
    observed === undefined
      ? []
      : [
          {
            ...{ metric: observed.metric, kind: 'gauge', labels: Object.keys(observed.where ?? {}) },
            path: ['ramp', 'observed', 'gauge'],
          },
        ];
  return [...indicators, ...ramp, ...experiments, ...forecasts];
}
