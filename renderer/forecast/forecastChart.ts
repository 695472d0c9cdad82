import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { knownValues, silentBands } from '../charts/indicatorLine.ts';
import type { ChartBand, ChartMark, TimeChartModel } from '../charts/timeChart.ts';
import { valueWords } from '../present/numbers.ts';
import { say } from '../present/say.ts';
import { utcMinuteWords } from '../present/times.ts';
import type { ForecastReading } from '../present/wire.ts';

interface Drawn {
  readonly indicator: string;
  readonly name: string;
  readonly words: (value: number) => string;
  /** Instants before or after which a rule does not want it to be gone, with the rule's words. */
  readonly limits: readonly ChartMark[];
}

/** Beyond so many times what lies behind, the end is not drawn: the present would be a sliver. */
const mostAhead = 3;

/** What was left, and the straight way to its end with the range in which it comes. Only what is forecast lies after now. */
export function forecastChart(
  answer: QueryAnswer<'readings.read'> | undefined,
  reading: ForecastReading | undefined,
  { indicator, name, words, limits }: Drawn,
  nowMs: number,
): TimeChartModel | undefined {
  const drawn = answer?.readings[0];
  if (answer === undefined || drawn?.kind !== 'indicator' || drawn.indicator !== indicator) return undefined;
  const steps = { fromMs: answer.fromBucket * 1000, stepMs: answer.stepSeconds * 1000 };
  const behindMs = nowMs - steps.fromMs;
  const { at = null, lowAt = null, highAt = null, remaining = null } = reading ?? {};
  const isAhead = reading?.state === 'running out' && at !== null && remaining !== null;
  const endMs = Math.min(
    nowMs + mostAhead * behindMs,
    Math.max(highAt ?? at ?? nowMs, ...limits.map(({ atMs }) => atMs)),
  );
  const toMs = isAhead ? Math.max(nowMs, endMs + 0.04 * behindMs) : nowMs;
  const behind = knownValues(drawn);
  const count = Math.ceil((toMs - steps.fromMs) / steps.stepMs);
  const path = Array.from({ length: count }, (_, index): number | null => {
    const atMs = steps.fromMs + (index + 1) * steps.stepMs;
    if (!isAhead || atMs < nowMs || atMs > at + steps.stepMs) return null;
    return Math.max(0, remaining * (1 - (atMs - nowMs) / Math.max(1, at - nowMs)));
  });
  const range: ChartBand[] =
    isAhead && lowAt !== null
      ? [{ fromMs: lowAt, toMs: highAt ?? toMs, name: say('forecast.band'), kind: 'maintenance' }]
      : [];
  return {
    name: say('forecast.chart', { what: name }),
    summary: summaryOf(reading, words),
    ...steps,
    toMs,
    lines: [
      ...(isAhead ? [{ id: 'path', name: '', values: path, rank: 'second' as const }] : []),
      { id: indicator, name: isAhead ? '' : words(remaining ?? 0), values: behind, rank: 'first' },
    ],
    bands: [...range, ...silentBands(drawn, steps)],
    marks: [...(isAhead ? [{ atMs: nowMs, name: say('forecast.now') }] : []), ...limits],
    words: valueWords,
  };
}

function summaryOf(reading: ForecastReading | undefined, words: (value: number) => string): string {
  if (reading?.remaining == null) return say('chart.noData');
  const left = words(reading.remaining);
  if (reading.at === null || reading.state !== 'running out') return say('forecast.chartOpen', { left });
  return say('forecast.chartSays', {
    left,
    time: utcMinuteWords(reading.at),
    low: reading.lowAt === null ? say('forecast.never') : utcMinuteWords(reading.lowAt),
    high: reading.highAt === null ? say('forecast.never') : utcMinuteWords(reading.highAt),
  });
}
