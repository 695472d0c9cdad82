import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { TimeChartModel } from '../charts/timeChart.ts';
import type { Level } from '../present/levels.ts';
import { valueWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';

interface Drawn {
  readonly trigger: string;
  /** What the trigger, or what it compares, is called. */
  readonly name: string;
  readonly isCusum: boolean;
  readonly level: Level;
  /** Labels come in for so long: what is drawn ends so long before now. */
  readonly delayMs: number;
}

/** What a trigger compares, against its limit. Each value stands at the second that it speaks of, not at that of its judging. */
export function fraudChart(
  answer: QueryAnswer<'readings.read'> | undefined,
  { trigger, name, isCusum, level, delayMs }: Drawn,
  nowMs: number,
): TimeChartModel | undefined {
  const drawn = answer?.readings.find((one) => one.kind === 'trigger' && one.trigger === trigger);
  if (answer === undefined || drawn?.kind !== 'trigger') return undefined;
  const { limit } = drawn;
  // Neither a CUSUM nor a ratio is read in thousandths.
  const valueText = (one: number): string => valueWords(Number(one.toFixed(isCusum ? 1 : 2)));
  const now = drawn.value.findLast((one) => one !== null);
  const value = now === undefined || now === null ? say('chart.noData') : valueText(now);
  const limitText = limit === null ? say('board.noLimit') : valueWords(limit);
  return {
    name: isCusum ? say('fraud.cusum', { name }) : say('board.chart', { name }),
    summary: isCusum
      ? say('fraud.cusumSays', { value, limit: limitText })
      : say('board.chartLimit', { name, value, limit: limitText }),
    fromMs: answer.fromBucket * 1000 - delayMs,
    toMs: nowMs,
    stepMs: answer.stepSeconds * 1000,
    lines: [
      ...(isCusum ? [] : sides(drawn)),
      {
        id: trigger,
        name: value,
        values: drawn.value,
        rank: 'first',
        ...(limit === null || !isCusum ? {} : { beyond: { limit, side: 'over' as const, level } }),
      },
    ],
    limits: limit === null ? [] : [{ value: limit, name: say('board.limitLine', { limit: limitText }) }],
    bands:
      delayMs === 0 ? [] : [{ fromMs: nowMs - delayMs, toMs: nowMs, name: say('fraud.maturing'), kind: 'maturing' }],
    most: (limit ?? 0) * 1.5,
    words: valueText,
  };
}

/** The interval of a ratio: what the line may as well be. */
function sides({
  low,
  high,
}: Extract<QueryAnswer<'readings.read'>['readings'][number], { kind: 'trigger' }>): TimeChartModel['lines'] {
  return [
    { id: 'low', name: '', values: low, rank: 'third' },
    { id: 'high', name: '', values: high, rank: 'third' },
  ];
}
