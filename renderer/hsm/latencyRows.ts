import type { Plan } from '../../shared/model/plan.ts';
import { isWholeLaunch } from '../present/cells.ts';
import { type IndicatorLimit, limitsOf } from '../present/limits.ts';
import { armLevel, type Mark, statusMark } from '../present/levels.ts';
import { millisWords, percentWords, valueWords } from '../present/numbers.ts';
import type { IndicatorReading, Judged } from '../present/wire.ts';
import { say } from '../present/say.ts';

export interface LatencyRow {
  readonly id: string;
  readonly name: string;
  readonly reading: IndicatorReading | undefined;
  readonly words: (value: number) => string;
  /** The limit that counts most: a trigger's before a criterion's. */
  readonly limit: IndicatorLimit | undefined;
  readonly isWrong: boolean;
  readonly mark: Mark | undefined;
  readonly isQuantile: boolean;
  /** Since when a trigger on it is on, ms. */
  readonly firingSinceMs: number | undefined;
}

/** One row an indicator: its value over the window that its rules look at, and the limit beside it. */
export function latencyRows(ids: readonly string[], plan: Plan, judged: Judged): LatencyRow[] {
  return ids.flatMap((id) => {
    const indicator = plan.indicators[id];
    if (indicator === undefined) return [];
    const limits = limitsOf(plan, id);
    const limit = limits.find(({ of }) => of === 'trigger') ?? limits[0];
    const reading = readingOver(judged.indicators[id] ?? [], limit?.windowMs);
    const isWrong = limit !== undefined && reading?.status === 'known' && isBeyond(reading.value, limit);
    const firing = judged.triggers.find((one) => one.id === limit?.rule && one.state === 'firing');
    const arm = limit?.of === 'trigger' ? (plan.triggers[limit.rule]?.arm ?? 'hold') : 'hold';
    const isQuantile = indicator.kind === 'quantile';
    return [
      {
        id,
        name:
          indicator.kind === 'quantile'
            ? `p${String(indicator.q * 100)}`
            : indicator.kind === 'share'
              ? say('latency.within', { limit: millisWords(indicator.within) })
              : shortName(id),
        reading,
        words: wordsOf(indicator.kind),
        limit,
        isWrong,
        mark: isWrong ? armLevel(arm) : reading === undefined ? 'norm' : statusMark(reading.status),
        isQuantile,
        firingSinceMs: firing?.since ?? undefined,
      },
    ];
  });
}

function readingOver(
  readings: readonly IndicatorReading[],
  windowMs: number | undefined,
): IndicatorReading | undefined {
  const whole = readings.filter(({ cell, mature }) => isWholeLaunch(cell) && mature === undefined);
  const minutes = windowMs === undefined ? undefined : windowMs / 60_000;
  return whole.find(({ window }) => window === `${minutes}m`) ?? whole[0];
}

function isBeyond(value: number | null, { limit, wrong }: IndicatorLimit): boolean {
  // A quantile that has no upper bound lies over every limit.
  if (value === null) return wrong === 'over';
  return wrong === 'over' ? value > limit : value < limit;
}

function wordsOf(kind: string): (value: number) => string {
  if (kind === 'quantile' || kind === 'mean') return millisWords;
  return kind === 'share' || kind === 'ratio' ? (value) => percentWords(value) : valueWords;
}

/** `hsm-fallback` beside its vault's latencies is `fallback`. */
function shortName(id: string): string {
  return id.replace(/^[^-._]+[-._]/, '').replaceAll('-', ' ');
}
