import { instantAt } from '../../shared/base/instant.ts';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { fewValues, knownValues, shareScale, silentBands } from '../charts/indicatorLine.ts';
import type { ChartBand, TimeChartModel } from '../charts/timeChart.ts';
import { millisWords } from '../present/numbers.ts';
import { beyondLevel } from '../present/readingRows.ts';
import { say } from '../present/say.ts';
import { spanWords } from '../present/times.ts';
import type { LatencyRow } from './latencyRows.ts';

/** The lines of a latency that are drawn: quantiles, of which the lead is the first; where there are none, its share. */
export function drawnRows(rows: readonly LatencyRow[]): LatencyRow[] {
  const quantiles = rows.filter(({ isQuantile }) => isQuantile);
  return (quantiles.length > 0 ? quantiles : rows.slice(0, 1)).slice(0, 3);
}

export function latencyChart(
  answer: QueryAnswer<'readings.read'> | undefined,
  rows: readonly LatencyRow[],
  lead: LatencyRow | undefined,
  at: { readonly plan: Plan; readonly nowMs: number },
): TimeChartModel | undefined {
  if (answer === undefined) return undefined;
  const drawn = answer.readings.flatMap((reading) => (reading.kind === 'indicator' ? [reading] : []));
  const named = drawn.map((reading) => ({ reading, row: rows.find(({ id }) => id === reading.indicator) }));
  const first = named.find(({ row }) => row?.id === lead?.id) ?? named[0];
  const limit = first?.row?.limit;
  const limitText = limit === undefined ? '' : (first?.row?.words(limit.limit) ?? '');
  const values = drawnRows(rows)
    .map(({ name, reading, words }) => `${name} ${reading?.value == null ? say('chart.noData') : words(reading.value)}`)
    .join(', ');
  const steps = { fromMs: answer.fromBucket * 1000, stepMs: answer.stepSeconds * 1000 };
  return {
    name: say('latency.chart', { span: spanWords(at.nowMs - steps.fromMs) }),
    summary:
      limit === undefined
        ? say('latency.chartSays', { values })
        : say('latency.chartLimit', { values, limit: limitText }),
    ...steps,
    toMs: at.nowMs,
    lines: named.map(({ reading, row }, index) => ({
      id: reading.indicator,
      name: row?.name ?? reading.indicator,
      values: knownValues(reading),
      isFew: fewValues(reading),
      rank: row?.id === first?.row?.id ? 'first' : index === 0 ? 'third' : 'second',
      ...(row?.limit === undefined
        ? {}
        : {
            beyond: {
              limit: row.limit.limit,
              side: row.limit.wrong,
              level: beyondLevel(row),
            } as const,
          }),
    })),
    limits: limit === undefined ? [] : [{ value: limit.limit, name: say('latency.limitLine', { limit: limitText }) }],
    bands: [...maintenance(rows, at.plan), ...(first === undefined ? [] : silentBands(first.reading, steps))],
    ...(first?.row?.isShare === true && limit?.wrong === 'under' ? shareScale(limit.limit) : {}),
    ...(limit?.wrong === 'over' ? { most: limit.limit * 2 } : {}),
    words: first?.row?.isQuantile === false ? first.row.words : millisWords,
  };
}

function maintenance(rows: readonly LatencyRow[], { calendar, launch }: Plan): ChartBand[] {
  return calendar
    .filter(({ touches }) => (touches ?? []).some((id) => rows.some((row) => row.id === id)))
    .map(({ says, from, to }) => ({
      fromMs: instantAt(from, launch.t0),
      toMs: instantAt(to, launch.t0),
      name: says,
      kind: 'maintenance',
    }));
}
