import type { Plan } from '../../shared/model/plan.ts';
import { millisWords } from '../present/numbers.ts';
import { type ReadingRow, readingRow } from '../present/readingRows.ts';
import { say } from '../present/say.ts';
import { spanWords } from '../present/times.ts';
import type { Judged } from '../present/wire.ts';

export interface LatencyRow extends ReadingRow {
  readonly isQuantile: boolean;
  /** Of a quantile, else 0. */
  readonly q: number;
}

/** One row an indicator, by the short name that it has beside the others of its latency. */
export function latencyRows(ids: readonly string[], plan: Plan, judged: Judged | null): LatencyRow[] {
  const rows = ids.flatMap((id) => {
    const row = readingRow(id, plan, judged);
    const indicator = plan.indicators[id];
    if (row === undefined || indicator === undefined) return [];
    return [
      {
        ...row,
        name: nameOf(id, indicator),
        isQuantile: indicator.kind === 'quantile',
        q: indicator.kind === 'quantile' ? indicator.q : 0,
      },
    ];
  });
  // The slowest first: that is where buyers wait.
  const quantiles = rows.filter(({ isQuantile }) => isQuantile).sort((one, other) => other.q - one.q);
  return [...quantiles, ...rows.filter(({ isQuantile }) => !isQuantile)];
}

function nameOf(id: string, indicator: Plan['indicators'][string]): string {
  if (indicator.kind === 'quantile') return `p${String(indicator.q * 100)}`;
  if (indicator.kind === 'share')
    return say('latency.within', {
      limit: indicator.within < 1000 ? millisWords(indicator.within) : spanWords(indicator.within),
    });
  if (indicator.kind === 'mean') return say('latency.mean');
  // `hsm-fallback` beside its vault's latencies is `fallback`.
  return id.replace(/^[^-._]+[-._]/, '').replaceAll('-', ' ');
}

/** `hsm.latency` is the latency of the `HSM`, `refunds.credit.latency` that of `Refunds credit`. */
export function latencyName(ids: readonly string[], plan: Plan): string {
  const first = ids.map((id) => plan.indicators[id]).find((one) => one !== undefined && 'latency' in one);
  const metric = first !== undefined && 'latency' in first ? first.latency.metric : '';
  const words = metric.split(/[._:-]/).filter((word) => word !== '' && word !== 'latency');
  const text = words.join(' ');
  const isShort = words.length === 1 && text.length <= 3;
  return say('latency.name', { name: isShort ? text.toUpperCase() : text.charAt(0).toUpperCase() + text.slice(1) });
}
