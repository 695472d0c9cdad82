import { say } from '../present/say.ts';
import { utcMinuteWords, utcWords } from '../present/times.ts';
import type { TimeChartModel } from './timeChart.ts';

/** Bands and marks of a chart in words, in order: what the eye sees beside the lines. */
export function eventLines({ bands = [], marks = [] }: Pick<TimeChartModel, 'bands' | 'marks'>): string[] {
  return [
    ...bands.map(({ fromMs, toMs, name }) => ({
      atMs: fromMs,
      text: say('chart.band', { name, from: utcMinuteWords(fromMs), to: utcMinuteWords(toMs) }),
    })),
    ...marks.map(({ atMs, name, kind }) => ({
      atMs,
      text: say(`chart.${kind ?? ('mark' as const)}`, { name, time: utcWords(atMs) }),
    })),
  ]
    .sort((one, other) => one.atMs - other.atMs)
    .map(({ text }) => text);
}
