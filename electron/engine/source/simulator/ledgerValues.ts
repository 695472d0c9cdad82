import type { LedgerTraffic } from '../../../../shared/model/scenarioLedger.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { strengthAt, type IncidentSpan } from './incidentSpan.ts';
import type { RefundsModel } from './refundsModel.ts';
import type { ValueText } from './countValues.ts';

/**
 * One book: what second credits have put into it (or taken out of it) until somebody took them back, and what incidents add.
 */
export function buildLedgerValues(
  series: ScenarioSeries,
  traffic: LedgerTraffic,
  refunds: RefundsModel,
  spans: readonly IncidentSpan[],
): ValueText {
  const sign = series.labels['book'] === traffic.books[0] ? 1 : -1;
  const correctedS = Math.ceil(traffic.corrected / 1000);
  let entered = 0;
  let corrected = 0;
  let cents = 0;
  return (second) => {
    refunds.stepTo(second);
    const { duplicates } = refunds;
    for (let next = duplicates[entered]; next !== undefined; next = duplicates[entered]) {
      cents += sign * next.cents;
      entered += 1;
    }
    for (let next = duplicates[corrected]; next !== undefined; next = duplicates[corrected]) {
      if (next.second + correctedS > second) break;
      cents -= sign * next.cents;
      corrected += 1;
    }
    let value = cents / 100;
    for (const span of spans) {
      const { incident } = span;
      if (incident.kind !== 'gauge') continue;
      const strength = strengthAt(span, second);
      value = value * (1 + (incident.factor - 1) * strength) + incident.add * strength;
    }
    // Adding 0 makes -0 a plain 0.
    return `${Math.round(value * 100) / 100 + 0}}\n`;
  };
}
