import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { fewValues, knownValues, shareScale, silentBands } from '../charts/indicatorLine.ts';
import type { TimeChartModel } from '../charts/timeChart.ts';
import { beyondLevel, type ReadingRow } from '../present/readingRows.ts';
import { say } from '../present/say.ts';

/**
 * The number that a board's verdict rests on: what is wrong, else what has a limit, else the first; what must
 * not happen once is a flat line until it does.
 */
export function leadRow(rows: readonly ReadingRow[]): ReadingRow | undefined {
  const moving = rows.filter(({ isTotal }) => !isTotal);
  return rows.find(({ isWrong }) => isWrong) ?? moving.find(({ limit }) => limit !== undefined) ?? moving[0] ?? rows[0];
}

/** How one number went, with its limit; undefined while the answer is of another one. */
export function levelsChart(
  answer: QueryAnswer<'readings.read'> | undefined,
  lead: ReadingRow | undefined,
  nowMs: number,
): TimeChartModel | undefined {
  const drawn = answer?.readings[0];
  if (answer === undefined || lead === undefined) return undefined;
  if (drawn?.kind !== 'indicator' || drawn.indicator !== lead.id) return undefined;
  const { name, words, limit, reading } = lead;
  const value = reading?.value == null ? say('chart.noData') : words(reading.value);
  const steps = { fromMs: answer.fromBucket * 1000, stepMs: answer.stepSeconds * 1000 };
  return {
    name: say('board.chart', { name }),
    summary:
      limit === undefined
        ? say('board.chartSays', { name, value })
        : say('board.chartLimit', { name, value, limit: words(limit.limit) }),
    ...steps,
    toMs: nowMs,
    lines: [
      {
        id: lead.id,
        name: '',
        values: knownValues(drawn),
        isFew: fewValues(drawn),
        rank: 'first',
        ...(limit === undefined ? {} : { beyond: { limit: limit.limit, side: limit.wrong, level: beyondLevel(lead) } }),
      },
    ],
    limits:
      limit === undefined ? [] : [{ value: limit.limit, name: say('board.limitLine', { limit: words(limit.limit) }) }],
    bands: silentBands(drawn, steps),
    ...(lead.isShare && limit?.wrong === 'under' ? shareScale(limit.limit) : {}),
    ...(limit?.wrong === 'over' ? { most: limit.limit * 2 } : {}),
    words,
  };
}
