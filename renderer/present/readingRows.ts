import { formatDuration } from '../../shared/base/duration.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { isWholeLaunch } from './cells.ts';
import { indicatorWords, limitWords } from './indicatorWords.ts';
import { armLevel, type Mark, statusMark } from './levels.ts';
import { type IndicatorLimit, limitsOf } from './limits.ts';
import { say } from './say.ts';
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
  /** As the plan writes it, with its unit. */
  readonly limitSays: string;
  /** What it was before the launch, and where that was measured. */
  readonly before: { readonly value: number; readonly from: string } | undefined;
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
  const firing = judged?.triggers.find((one) => one.id === limit?.rule && one.state === 'firing');
  const counts = limit !== undefined && (!limit.isPart || firing !== undefined);
  const isWrong = counts && reading?.status === 'known' && isBeyond(reading.value, limit);
  const arm = limit?.of === 'trigger' ? (plan.triggers[limit.rule]?.arm ?? 'hold') : 'hold';
  return {
    id,
    name: indicator.says ?? id,
    reading,
    words: (value) => indicatorWords(indicator, value),
    limit,
    limitSays: limit === undefined ? '' : limitWords(indicator, limit.limit),
    before: indicator.before,
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

/** How loud a line is beyond the limit: not at all where it says something only together with others. */
export function beyondLevel({ limit, isWrong, mark }: ReadingRow): 'crit' | 'caut' | 'norm' {
  if (limit?.isPart === true && !isWrong) return 'norm';
  return mark === 'crit' ? 'crit' : 'caut';
}

/** How a board stands as a whole. */
export type Standing =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ok' }
  | { readonly kind: 'never' | 'none' | 'few'; readonly unknown: Unknown }
  | { readonly kind: 'wrong'; readonly row: ReadingRow }
  | { readonly kind: 'stale'; readonly row: ReadingRow };

/** What a board cannot tell; `isAll` where there is nothing that it can. */
interface Unknown {
  readonly rows: readonly ReadingRow[];
  readonly isAll: boolean;
}

const loudness: readonly (Mark | undefined)[] = ['crit', 'caut', 'advi'];

/** What a board says of a row that is wrong. */
export function wrongState({ isWrong, limit }: ReadingRow): 'over' | 'under' | 'fires' {
  return isWrong ? (limit?.wrong ?? 'over') : 'fires';
}

/**
 * The loudest of what is wrong; then what cannot be seen. In order is only where all that rules hold against a limit is known:
 * one number that is well says nothing of the others.
 */
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
  if (rows.every(({ reading }) => reading === undefined)) return { kind: 'loading' };
  const isAll = rows.every(({ reading }) => reading?.status !== 'known');
  const limited = rows.filter(({ limit }) => limit !== undefined);
  const judged = isAll || limited.length === 0 ? rows : limited;
  for (const [status, kind] of unknownKinds) {
    const unknown = judged.filter(({ reading }) => (reading?.status ?? 'never') === status);
    if (unknown.length > 0) return { kind, unknown: { rows: unknown, isAll } };
  }
  return { kind: 'ok' };
}

/** From what is nearest to a value to what is furthest from it. */
const unknownKinds = [
  ['insufficient', 'few'],
  ['none', 'none'],
  ['never', 'never'],
] as const;

/** What a board says of what it cannot tell. */
export function unknownSentence({ kind, unknown }: Extract<Standing, { unknown: Unknown }>): string {
  const [first] = unknown.rows;
  if (unknown.isAll || first === undefined) return say(`blank.${kind}`);
  return unknown.rows.length === 1
    ? say(`unknown.${kind}`, { name: first.name })
    : say(`unknown.${kind}More`, { count: unknown.rows.length });
}

/** Numbers that no rule holds against a limit do not change the word; that they are not known is not passed over. */
export function besideSentence(rows: readonly ReadingRow[]): string {
  const count = rows.filter(({ reading }) => reading?.status !== 'known').length;
  return count === 0 ? '' : say('unknown.beside', { count });
}

/** The mark of a standing; `loading` and `ok` have a dash or nothing. */
export function standingMark(standing: Standing): Mark | undefined {
  switch (standing.kind) {
    case 'wrong':
      return standing.row.mark;
    case 'stale':
      return 'blind';
    case 'few':
    case 'none':
      return standing.kind;
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
