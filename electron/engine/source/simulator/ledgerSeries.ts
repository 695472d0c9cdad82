import type { LedgerTraffic } from '../../../../shared/model/scenarioLedger.ts';
import type { ScenarioSeries } from './expandTraffic.ts';

/** A gauge for each of the two books. */
export function expandLedger(traffic: LedgerTraffic): ScenarioSeries[] {
  return traffic.books.map((book) => ({
    traffic,
    kind: 'gauge',
    bentBy: ['gauge'],
    source: traffic.source,
    metric: traffic.metric,
    labels: { ...traffic.labels, book },
    weight: 1,
    outcome: undefined,
  }));
}
