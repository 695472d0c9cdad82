import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { say } from '../present/say.ts';
import type { ChartBand } from './timeChart.ts';

type IndicatorColumns = Extract<QueryAnswer<'readings.read'>['readings'][number], { kind: 'indicator' }>;

/** What is known of an indicator, step by step. What was stale, never seen or without traffic is a gap, not a value. */
export function knownValues({ value, status }: Pick<IndicatorColumns, 'value' | 'status'>): (number | null)[] {
  return value.map((one, index) => {
    const at = status[index] ?? null;
    return at === 'known' || at === 'insufficient' ? one : null;
  });
}

/** What rests on fewer than the minimum is seen, and is not judged. */
export function fewValues({ status }: Pick<IndicatorColumns, 'status'>): boolean[] {
  return status.map((one) => one === 'insufficient');
}

/** The scale of a share that must not fall below its limit: from well below that up to all. */
export function shareScale(limit: number | undefined): { readonly least: number; readonly ceiling: number } {
  const room = limit === undefined ? 1 : 4 * (1 - limit);
  return { least: room >= 1 ? 0 : Number((1 - room).toPrecision(3)), ceiling: 1 };
}

/** The stretches in which its sources were silent. */
export function silentBands(
  { status }: Pick<IndicatorColumns, 'status'>,
  { fromMs, stepMs }: { readonly fromMs: number; readonly stepMs: number },
): ChartBand[] {
  const bands: ChartBand[] = [];
  let from: number | undefined;
  for (const [index, one] of [...status, null].entries()) {
    if (one === 'stale') from ??= index;
    else if (from !== undefined) {
      bands.push({
        fromMs: fromMs + from * stepMs,
        toMs: fromMs + index * stepMs,
        name: say('state.stale'),
        kind: 'gap',
      });
      from = undefined;
    }
  }
  return bands;
}
