import { isInCell, matchesSeries, type Selector } from '../../shared/judge/selector.ts';
import { numberWords } from '../../shared/judge/words.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { quantileError } from '../../shared/stats/sketch.ts';
import type { ReviewData } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import { t0Of } from './reviewT0.ts';

/** Shown where the plan's indicators ask for fewer. */
const usual = [0.5, 0.95, 0.99];

/** What the plan measures of one latency, from T-0 on, or over all seconds of a session that ended before it. */
export function latenciesOf(input: ReviewInput): ReviewData['latencies'] {
  const { plan, ticks } = input;
  if (ticks === undefined) return { fromAt: null, rows: [] };
  // Minutes are counted whole.
  const t0S = Math.ceil(t0Of(input) / 60_000) * 60;
  const fromS = t0S > ticks.first && t0S <= ticks.last ? t0S : ticks.first;
  const rows = [...latencySelectors(plan)].flatMap(([, { ids, says, selector }]) => {
    const quantiles = quantilesOf(plan, selector);
    const [one] = input.latency(seriesIn(input, selector, {}), quantiles, {
      fromS,
      toS: ticks.last,
      maxPoints: 1,
    }).columns;
    const n = one?.n[0] ?? 0;
    if (one === undefined || n === 0) return [];
    return [
      {
        ids,
        says,
        n,
        mean: (one.sum[0] ?? 0) / n,
        quantiles: one.quantiles.map(({ q, values }) => ({ q, value: finite(values[0]) })),
        slowest: one.max[0] ?? 0,
        isExact: one.isExact[0] ?? true,
      },
    ];
  });
  return { fromAt: fromS * 1000, rows };
}

/** The quantiles that the plan asks of a latency, and as many of the usual ones as make three. */
export function quantilesOf(plan: Plan, selector: Selector): number[] {
  const asked = Object.values(plan.indicators).flatMap((one) =>
    one.kind === 'quantile' && isSame(one.latency, selector) ? [one.q] : [],
  );
  const all = new Set(asked);
  for (const q of usual) if (all.size < usual.length) all.add(q);
  return [...all].sort((a, b) => a - b);
}

export function seriesIn({ series }: ReviewInput, selector: Selector, cell: Labels): number[] {
  const own = series.filter(
    (one) => one.kind === 'latency' && matchesSeries(selector, one) && isInCell(one.labels, cell),
  );
  return own.map(({ id }) => id);
}

export function isSame(one: Selector, other: Selector): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** `p99`. */
export function quantileName(q: number): string {
  return `p${Number((q * 100).toPrecision(6))}`;
}

export function latencyWords({ n, mean, quantiles, slowest }: ReviewData['latencies']['rows'][number]): string {
  const told = quantiles.map(
    ({ q, value }) => `${quantileName(q)} ${value === null ? 'beyond the last bucket' : msWords(value)}`,
  );
  return `${told.join(', ')}, slowest ${msWords(slowest)}, mean ${msWords(mean)}, of ${numberWords(n)}`;
}

/** How near a percentile is to what was observed. */
export function errorWords(isExact: boolean): string {
  const near = `Percentiles are within ${numberWords(quantileError * 100)} % of what was observed`;
  return isExact ? `${near}.` : `${near}; where it came in buckets they are upper bounds of those.`;
}

function selectorWords({ metric, where = {} }: Selector): string {
  const labels = Object.entries(where).map(([name, values]) => `${name} ${values.join(' or ')}`);
  return [metric, ...labels].join(', ');
}

function msWords(value: number): string {
  return `${numberWords(value, 3)} ms`;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function latencySelectors(plan: Plan): Map<string, { selector: Selector; ids: string[]; says: string }> {
  const found = new Map<string, { selector: Selector; ids: string[]; says: string }>();
  for (const [id, indicator] of Object.entries(plan.indicators)) {
    if (!('latency' in indicator)) continue;
    const key = JSON.stringify(indicator.latency);
    const known = found.get(key);
    if (known === undefined) {
      const { latency: selector } = indicator;
      found.set(key, { selector, ids: [id], says: selectorWords(selector) });
    } else known.ids.push(id);
  }
  return found;
}
