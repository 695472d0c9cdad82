import type { Plan } from '../../../../shared/model/plan.ts';
import type { Selector } from '../../../../shared/model/planIndicators.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { isChosen } from './incidentSpan.ts';
import type { ScenarioProblem } from './scenarioProblem.ts';

/** Warnings for indicators of the plan that nothing in the scenario would ever feed. */
export function checkFed(plan: Plan, series: readonly ScenarioSeries[]): ScenarioProblem[] {
  const sent = new Map<string, ScenarioSeries[]>();
  for (const one of series) {
    const same = sent.get(one.metric);
    if (same === undefined) sent.set(one.metric, [one]);
    else same.push(one);
  }
  const problems: ScenarioProblem[] = [];
  for (const [id, indicator] of Object.entries(plan.indicators)) {
    for (const selector of selectorsOf(indicator)) {
      const candidates = sent.get(selector.metric) ?? [];
      if (candidates.some((one) => isChosen({ labels: selector.where }, one))) continue;
      const where = Object.entries(selector.where ?? {}).map(([label, values]) => `${label}: ${values.join(' or ')}`);
      const what = where.length === 0 ? selector.metric : `${selector.metric} { ${where.join(', ')} }`;
      const text = `sends no ${what}, which the plan's indicator ${id} reads; add it, or it will be "not seen".`;
      problems.push({ level: 'warning', path: ['traffic'], code: 'unfed', text });
    }
  }
  return problems;
}

function selectorsOf(indicator: Plan['indicators'][string]): Selector[] {
  switch (indicator.kind) {
    case 'ratio':
      return [indicator.bad, indicator.good, indicator.of, indicator.total].filter((part) => part !== undefined);
    case 'rate':
      return [indicator.count, indicator.per];
    case 'speed':
    case 'total':
      return [indicator.count];
    case 'share':
    case 'quantile':
    case 'mean':
      return [indicator.latency];
    case 'gauge':
      return [indicator.gauge];
    case 'compare':
      return [];
  }
}
