import { createSeededRandom } from '../chaos/seededRandom.ts';
import { linesAt } from './judgeLines.ts';
import type { RawLine } from './naiveIntake.ts';
import { planOf, t0S } from './tickByTick.ts';

/** Rules of every kind, plain and inside a `not`, whose numbers matter in the recording below. */
export const roughPlan = planOf(`
dimensions: { market: [US, UK] }
indicators:
  errors: { kind: ratio, bad: { metric: req, where: { outcome: error } }, total: { metric: req } }
  fast: { kind: share, latency: { metric: lat }, within: 50ms, staleAfter: 5s }
  p90: { kind: quantile, latency: { metric: lat }, q: 0.9 }
  token: { kind: rate, count: { metric: ato, where: { cohort: token } }, per: { metric: signin, where: { cohort: token } } }
  control: { kind: rate, count: { metric: ato, where: { cohort: control } }, per: { metric: signin, where: { cohort: control } } }
  lift: { kind: compare, treatment: token, baseline: control }
  stock: { kind: gauge, gauge: { metric: stock } }
slos:
  shop: { indicator: errors, objective: 80%, period: 12h, expected: 2000, alerts: [ { id: x, long: 30s, short: 5s, factor: 1.5 }, { id: y, long: 60s, spend: 0.2% } ] }
triggers:
  PAIR: { scope: { each: [market] }, when: { slo: shop, alert: x }, clear: { for: 3s }, arm: act, does: { rollback: cell, to: 0% } }
  UNPAIR: { when: { not: { slo: shop, alert: x } }, for: 3s, clear: { for: 2s }, arm: advise, does: { review: true } }
  BOTH: { when: { any: [ { slo: shop, alert: y }, { not: { slo: shop, alert: y } } ] }, for: 1s, arm: advise, does: { review: true } }
  OVER: { scope: { each: [market] }, when: { indicator: errors, window: 20s, over: 0.3 }, for: 4s, clear: { for: 4s, under: 0.2 }, arm: hold, does: { hold: launch } }
  UNDER: { when: { indicator: fast, window: 15s, under: 0.5 }, for: 2s, clear: { for: 2s }, arm: hold, confidence: 90%, does: { hold: launch } }
  NOT: { when: { not: { indicator: errors, window: 20s, over: 0.3 } }, for: 2s, arm: hold, confidence: 90%, does: { hold: launch } }
  BURN: { when: { slo: shop, window: 20s, burnOver: 1.5 }, clear: { for: 5s }, arm: advise, does: { review: true } }
  BUDGET: { when: { slo: shop, budgetLeftUnder: 50% }, arm: advise, does: { review: true } }
  LIFT: { when: { indicator: lift, ratioOver: 1, confidence: 80% }, clear: { for: 2s }, arm: hold, does: { hold: launch } }
  WINDOW: { when: { indicator: lift, ratioOver: 1, window: 40s, confidence: 80% }, clear: { for: 2s }, arm: hold, does: { hold: launch } }
  CUSUM: { when: { cusum: token, every: 5s, m0: 1, m1: 3, h: 4 }, clear: { for: 2s }, arm: advise, does: { review: true } }
  EVENT: { when: { all: [ { event: deploy, within: 20s }, { indicator: stock, window: 10s, under: 30 } ] }, clear: { for: 2s }, arm: advise, does: { review: true } }
  ENDLESS: { when: { any: [ { slo: shop, budgetLeftUnder: 40% }, { indicator: errors, window: 20s, over: 0.95 } ] }, arm: advise, does: { review: true } }
  SILENT: { when: { indicator: fast, window: 15s, under: 0.1 }, arm: hold, noData: { do: fire, after: 20s }, does: { hold: launch } }
  SUM: { when: { any: [ { cusum: token, every: 5s, m0: 1, m1: 3, h: 4 }, { indicator: p90, window: 10s, over: 60 } ] }, clear: { for: 2s }, arm: advise, does: { review: true } }
`);

/** Five minutes of ups and downs, of silence, and of samples that come a minute and more late. */
export function roughLines(): RawLine[] {
  const random = createSeededRandom(7);
  const upTo = (most: number): number => random.between(0, most + 1);
  return Array.from({ length: 300 }, (_, second) => second).flatMap((second) => {
    const isBad = second % 70 > 35;
    const isQuiet = second > 200 && second < 245;
    const requests = ['US', 'UK'].flatMap((market) => [
      { metric: 'req', labels: { market, outcome: 'ok' }, value: upTo(6) },
      { metric: 'req', labels: { market, outcome: 'error' }, value: upTo(isBad ? 5 : 1) },
    ]);
    const signIns = ['token', 'control'].flatMap((cohort) => [
      { metric: 'signin', labels: { cohort }, value: 5 + upTo(5) },
      { metric: 'ato', labels: { cohort }, value: upTo(isBad && cohort === 'token' ? 2 : 1) },
    ]);
    const stock = { metric: 'stock', kind: 'gauge', value: 60 - (second % 60) };
    const lines = linesAt(second, isQuiet ? [stock] : [...requests, ...signIns, stock]);
    const t = (t0S + second) * 1000;
    const isSilent = isQuiet && second !== 220;
    if (!isSilent) {
      const values = [10, isBad ? 80 : 20, upTo(90)];
      lines.push({ t, source: 'hsm', kind: 'latency', metric: 'lat', labels: {}, values });
    }
    if (second % 50 === 10) lines.push({ t, source: 'cd', kind: 'event', type: 'deploy', labels: {}, text: '' });
    for (const lateS of second % 40 === 39 ? [25, 45, 70] : []) {
      const labels = { market: 'US', outcome: 'error' };
      lines.push({ t: t - lateS * 1000, arrived: t, source: 'app', kind: 'count', metric: 'req', labels, value: 3 });
    }
    return lines;
  });
}
