import type { Story } from '../present/story.svelte.ts';
import { callLevel } from '../present/levels.ts';
import type { ChartBand, ChartMark, TimeChartModel } from './timeChart.ts';

/** A chart with what happened beside its lines: maintenance, holds, decisions, what fired and how the call changed. */
export function addStory(
  model: TimeChartModel,
  story: Pick<Story, 'calendar' | 'holds' | 'marks' | 'spans'>,
  /** The last row of the ledger that is in the picture: what people did later is not beside it, even in the same second. */
  toSeq: number,
): TimeChartModel {
  const { fromMs, toMs } = model;
  const own = model.bands ?? [];
  const bands: ChartBand[] = [
    ...story.calendar
      .filter(({ name, fromMs: from }) => !own.some((band) => band.name === name && band.fromMs === from))
      .map((band) => ({ ...band, kind: 'maintenance' as const })),
    ...story.holds.map(({ of: _of, ...band }) => ({ ...band, kind: 'hold' as const })),
    ...own,
  ].filter((band) => band.toMs > fromMs && band.fromMs < toMs);
  const calls: ChartMark[] = story.spans
    .slice(1)
    .map(({ fromMs: atMs, word }) => ({ atMs, name: word, mark: callLevel(word), kind: 'call' }));
  const marks: ChartMark[] = [
    ...(model.marks ?? []),
    ...story.marks
      .filter(({ lane, mark, seq = 0 }) => (lane === 'triggers' || mark === 'decided') && seq <= toSeq)
      .map(({ atMs, name, mark, lane }) => ({
        atMs,
        name,
        mark,
        kind: lane === 'triggers' ? ('trigger' as const) : ('decision' as const),
      })),
    ...calls,
  ]
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .sort((one, other) => one.atMs - other.atMs);
  return { ...model, bands, marks };
}
