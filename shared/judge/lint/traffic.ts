import type { Plan } from '../../model/plan.ts';
import type { Indicator, Selector } from '../../model/planIndicators.ts';

/**
 * Events a second that the plan forecasts for the launch as a whole: what the SLO on this indicator expects, else what one
 * expects of an indicator that counts the same events. Undefined without such an SLO.
 */
export function forecastPerSecond(plan: Plan, indicatorId: string): number | undefined {
  const asked = plan.indicators[indicatorId];
  const whole = wholeOf(asked);
  const slos = Object.values(plan.slos).filter(({ expected }) => expected !== undefined);
  const own = slos.find(({ indicator }) => indicator === indicatorId);
  const slo = own ?? slos.find(({ indicator }) => isSame(whole, wholeOf(plan.indicators[indicator])));
  return slo?.expected === undefined ? undefined : slo.expected / (slo.period / 1000);
}

interface Whole {
  readonly series: 'count' | 'latency';
  readonly selector: Selector;
}

/** What an indicator's values rest on: its denominator, or all that it counts. */
export function wholeOf(indicator: Indicator | undefined): Whole | undefined {
  switch (indicator?.kind) {
    case 'ratio':
      return { series: 'count', selector: indicator.total };
    case 'rate':
      return { series: 'count', selector: indicator.per };
    case 'speed':
    case 'total':
      return { series: 'count', selector: indicator.count };
    case 'share':
    case 'quantile':
    case 'mean':
      return { series: 'latency', selector: indicator.latency };
    default:
      return undefined;
  }
}

function isSame(one: Whole | undefined, other: Whole | undefined): boolean {
  if (one === undefined || other === undefined || one.series !== other.series) return false;
  return one.selector.metric === other.selector.metric && whereWords(one.selector) === whereWords(other.selector);
}

function whereWords({ where = {} }: Selector): string {
  return JSON.stringify(
    Object.entries(where)
      .map(([label, values]) => [label, values.toSorted()])
      .toSorted(),
  );
}
