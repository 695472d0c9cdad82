import type { Indicator } from '../model/planIndicators.ts';
import type { Series } from '../model/series.ts';
import type { Selector } from './selector.ts';

/** What an indicator counts or measures, and what it divides by, as the plan calls it. */
export interface IndicatorPart {
  readonly part: string;
  readonly kind: Series['kind'];
  readonly selector: Selector;
}

export function indicatorParts(indicator: Exclude<Indicator, { kind: 'compare' }>): IndicatorPart[] {
  const counts = (parts: Readonly<Record<string, Selector | undefined>>): IndicatorPart[] =>
    Object.entries(parts).flatMap(([part, selector]) =>
      selector === undefined ? [] : [{ part, kind: 'count' as const, selector }],
    );
  switch (indicator.kind) {
    case 'ratio':
      return counts({ bad: indicator.bad, good: indicator.good, of: indicator.of, total: indicator.total });
    case 'rate':
      return counts({ count: indicator.count, per: indicator.per });
    case 'speed':
    case 'total':
      return counts({ count: indicator.count });
    case 'gauge':
      return [{ part: 'gauge', kind: 'gauge', selector: indicator.gauge }];
    case 'share':
    case 'quantile':
    case 'mean':
      return [{ part: 'latency', kind: 'latency', selector: indicator.latency }];
  }
}
