import { formatDuration } from '../../shared/base/duration.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { isWholeLaunch } from './cells.ts';
import { indicatorWords } from './indicatorWords.ts';
import { armLevel, type Mark, statusMark } from './levels.ts';
import { type IndicatorLimit, limitsOf } from './limits.ts';
import type { IndicatorReading, Judged } from './wire.ts';

/** One number of a board, with what it is held against. */
export interface ReadingRow {
  readonly id: string;
  readonly name: string;
  /** Undefined while nothing has been judged. */
  readonly reading: IndicatorReading | undefined;
  readonly words: (value: number) => string;
  /** The limit that counts most: a trigger's before a criterion's. */
  readonly limit: IndicatorLimit | undefined;
  readonly isWrong: boolean;
  /** Undefined for a value that is known and in order. */
  readonly mark: Mark | undefined;
  /** Since when the limit's trigger fires, ms; it may still do so when the value is back. */
  readonly firingSinceMs: number | undefined;
  /** A count of what must not happen. */
  readonly isTotal: boolean;
  /** It lies between nothing and all. */
  readonly isShare: boolean;
  /** So many it takes before the value means something. */
  readonly minimum: number;
}

/** The indicator over the window that its rules look at, for the whole launch; undefined where the plan has none such. */
export function readingRow(id: string, plan: Plan, judged: Judged | null): ReadingRow | undefined {
  const indicator = plan.indicators[id];
  if (indicator === undefined) return undefined;
  const [limit] = limitsOf(plan, id);
  const reading = readingOver(judged?.indicators[id] ?? [], limit?.windowMs);
  const isWrong = limit !== undefined && reading?.status === 'known' && isBeyond(reading.value, limit);
  const firing = judged?.triggers.find((one) => one.id === limit?.rule && one.state === 'firing');
  const arm = limit?.of === 'trigger' ? (plan.triggers[limit.rule]?.arm ?? 'hold') : 'hold';
  return {
    id,
    name: indicator.says ?? id,
    reading,
    words: (value) => indicatorWords(indicator, value),
    limit,
    isWrong,
    mark:
      isWrong || firing !== undefined ? armLevel(arm) : reading === undefined ? undefined : statusMark(reading.status),
    firingSinceMs: firing?.since ?? undefined,
    isTotal: indicator.kind === 'total',
    isShare: indicator.kind === 'share' || indicator.kind === 'ratio',
    minimum: indicator.minimum?.n ?? 0,
  };
}

/** The reading over that window, else over the longest: rare things are counted over hours. */
export function readingOver(
  readings: readonly IndicatorReading[],
  windowMs: number | undefined,
): IndicatorReading | undefined {
  const whole = readings.filter(({ cell, mature }) => isWholeLaunch(cell) && mature === undefined);
  const wanted = windowMs === undefined ? undefined : formatDuration(windowMs);
  return whole.find(({ window }) => window === wanted) ?? whole.at(-1);
}

function isBeyond(value: number | null, { limit, wrong }: IndicatorLimit): boolean {
  // A quantile that has no upper bound lies over every limit.
  if (value === null) return wrong === 'over';
  return wrong === 'over' ? value > limit : value < limit;
}

/** How a board stands as a whole. */
export type Standing =
  | { readonly kind: 'loading' | 'never' | 'none' | 'few' | 'ok' }
  | { readonly kind: 'wrong' | 'stale'; readonly row: ReadingRow };

const loudness: readonly (Mark | undefined)[] = ['crit', 'caut', 'advi'];

/** What a board says of a row that is wrong. */
export function wrongState({ isWrong, limit }: ReadingRow): 'over' | 'under' | 'fires' {
  return isWrong ? (limit?.wrong ?? 'over') : 'fires';
}

/** The loudest of what is wrong; then what cannot be seen; only what is known is in order. */
export function standingOf(rows: readonly ReadingRow[]): Standing {
  const wrong = rows.filter(
    ({ isWrong, firingSinceMs, reading }) => isWrong || (firingSinceMs !== undefined && reading?.status === 'known'),
  );
  for (const mark of loudness) {
    const row = wrong.find((one) => one.mark === mark);
    if (row !== undefined) return { kind: 'wrong', row };
  }
  const stale = rows.find(({ reading }) => reading?.status === 'stale');
  if (stale !== undefined) return { kind: 'stale', row: stale };
  const statuses = rows.map(({ reading }) => reading?.status);
  if (statuses.every((status) => status === undefined)) return { kind: 'loading' };
  if (statuses.every((status) => status === 'never')) return { kind: 'never' };
  if (statuses.every((status) => status === 'none' || status === 'never')) return { kind: 'none' };
  if (!statuses.includes('known')) return { kind: 'few' };
  return { kind: 'ok' };
}

/** The mark of a standing; `loading` and `ok` have a dash or nothing. */
export function standingMark(standing: Standing): Mark | undefined {
  switch (standing.kind) {
    case 'wrong':
      return standing.row.mark;
    case 'stale':
      return 'blind';
    case 'few':
      return 'few';
    case 'never':
      return 'todo';
    case 'loading':
      return undefined;
    default:
      return 'norm';
  }
}

/** The most silent of what is shown, ms; undefined where nothing was heard. */
export function ageOf(rows: readonly ReadingRow[]): number | undefined {
  const ages = rows.flatMap(({ reading }) => reading?.age ?? []);
  return ages.length === 0 ? undefined : Math.max(...ages);
}
