import { formatDuration } from '../../shared/base/duration.ts';
import { burnWindowsS } from './burnSql.ts';

/** A plan that asks what DuckDB is asked and nothing else: burn of 18 cells over six windows at every second. */
export function burnPlan(): string {
  const triggers = burnWindowsS.map((windowS) => {
    const when = `{ slo: one-click, window: ${formatDuration(windowS * 1000)}, burnOver: 2 }`;
    return `  OVER-${windowS}: { scope: { each: [market, method] }, when: ${when}, arm: advise, does: { review: true }, owner: sre }`;
  });
  return `format: holdpoint/plan@1
launch: { id: burn-alone, t0: 2026-03-30T14:00:00Z }
roles: { sre: {} }
dimensions: { market: [US, UK, DE, FR, JP, AU], method: [card, paypal, wallet] }
exposed: { path: one-click }
indicators:
  one-click-errors:
    kind: ratio
    bad: { metric: checkout.requests, where: { path: one-click, outcome: error } }
    total: { metric: checkout.requests, where: { path: one-click } }
    by: [market, method]
slos:
  one-click: { indicator: one-click-errors, objective: 99.95%, period: 12h, expected: 2500000 }
triggers:
${triggers.join('\n')}
`;
}
