import { strengthAt, type IncidentSpan } from './incidentSpan.ts';

/** By how much incidents of rate multiply something in that second. */
export function rateIn(spans: readonly IncidentSpan[], second: number): number {
  let rate = 1;
  for (const span of spans) {
    if (span.incident.kind === 'rate') rate *= 1 + (span.incident.factor - 1) * strengthAt(span, second);
  }
  return rate;
}
