import type { QueryAnswer } from '../../shared/contract/contract.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { cellWords, isWholeLaunch } from '../present/cells.ts';
import type { Mark } from '../present/levels.ts';

/** How a rehearsal went, as it crossed the process. */
export type Score = NonNullable<QueryAnswer<'rehearsal.score'>['score']>;
export type ScoredComplication = Score['complications'][number];

export const momentNames = ['visible', 'fired', 'acknowledged', 'decided', 'acted'] as const;
export type MomentName = (typeof momentNames)[number];

/** Each moment has a shape of its own: a lane is read without its colours. */
export const momentMarks: Readonly<Record<MomentName, Mark>> = {
  visible: 'todo',
  fired: 'caut',
  acknowledged: 'said',
  decided: 'decided',
  acted: 'done',
};

export interface LanePoint {
  readonly what: MomentName;
  readonly atMs: number;
  /** Who did it; undefined for what telemetry did. */
  readonly role: string | undefined;
}

/** What became of one complication. */
export type Outcome = 'right' | 'late' | 'wrong' | 'none' | 'unjudged' | 'found' | 'standing' | 'missed' | 'averted';

export interface ScoreLane {
  readonly name: string;
  readonly says: string;
  readonly trigger: string | null;
  readonly beganMs: number;
  /** Nothing says when it began: it is counted from the first that was seen of it. */
  readonly isGuessed: boolean;
  readonly byMs: number | undefined;
  readonly points: readonly LanePoint[];
  readonly outcome: Outcome;
}

export function toLane(one: ScoredComplication, plan: Plan | undefined): ScoreLane {
  const { says, trigger, cell, beganAt, answer, call, found } = one;
  const points = momentNames.flatMap((what): LanePoint[] => {
    const atMs = instantOf(one, what);
    return atMs === null ? [] : [{ what, atMs, role: roleOf(one, what) }];
  });
  const byMs = answer?.by ?? call?.by ?? undefined;
  const where = isWholeLaunch(cell) ? '' : cellWords(cell, plan);
  return {
    name: [trigger ?? call?.right ?? one.incident ?? '', where].filter((part) => part !== '').join(' '),
    says,
    trigger,
    beganMs: beganAt ?? Math.min(...points.map(({ atMs }) => atMs), byMs ?? Infinity, call?.by ?? Infinity),
    isGuessed: beganAt === null,
    byMs: byMs ?? undefined,
    points: points.toSorted((one, other) => one.atMs - other.atMs),
    outcome: answer?.outcome ?? call?.outcome ?? found ?? 'unjudged',
  };
}

export function instantOf(one: ScoredComplication, what: MomentName): number | null {
  if (what === 'visible') return one.visibleAt;
  if (what === 'fired') return one.firedAt;
  return one[what]?.at ?? null;
}

function roleOf(one: ScoredComplication, what: MomentName): string | undefined {
  return what === 'visible' || what === 'fired' ? undefined : one[what]?.role;
}

const outcomeMarks: Readonly<Record<Outcome, Mark>> = {
  right: 'done',
  found: 'done',
  standing: 'norm',
  averted: 'norm',
  late: 'caut',
  wrong: 'crit',
  none: 'crit',
  missed: 'crit',
  unjudged: 'blind',
};

export function outcomeMark(outcome: Outcome): Mark {
  return outcomeMarks[outcome];
}

const leastSpanMs = 60_000;
const minute = 60_000;
const tickStepsMs = [15_000, 30_000, ...[1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1440].map((count) => count * minute)];
const mostTicks = 6;

/** Round times after a beginning, as many as can be read beside each other. */
export function sinceTicks(spanMs: number): number[] {
  const stepMs = tickStepsMs.find((step) => spanMs / step <= mostTicks) ?? spanMs;
  return Array.from({ length: Math.floor(spanMs / stepMs) + 1 }, (_, index) => index * stepMs);
}

/** Places in their order, each at least so far after the one before: what would hide another stands beside it. */
export function spreadOut(places: readonly number[], leastGap: number): number[] {
  const spread: number[] = [];
  for (const place of places) spread.push(Math.max(place, (spread.at(-1) ?? -Infinity) + leastGap));
  return spread;
}

/** How much of the time after each began is drawn: until a while after the last that was expected. */
export function sinceSpanMs(lanes: readonly ScoreLane[]): number {
  const expected = lanes.flatMap(({ byMs, beganMs }) => (byMs === undefined ? [] : [byMs - beganMs]));
  const happened = lanes.flatMap(({ points, beganMs }) => points.map(({ atMs }) => atMs - beganMs));
  // What came hours late is told at the edge: it shall not press the rest into nothing.
  const most = expected.length === 0 ? Math.max(...happened, 0) : Math.max(...expected) * 1.5;
  return Math.max(leastSpanMs, Math.min(most, Math.max(...happened, ...expected, 0) * 1.05));
}

/** All of it on the launch's own clock. */
export function clockSpan(lanes: readonly ScoreLane[]): { readonly fromMs: number; readonly toMs: number } {
  const all = lanes.flatMap(({ beganMs, byMs, points }) => [
    beganMs,
    ...(byMs === undefined ? [] : [byMs]),
    ...points.map(({ atMs }) => atMs),
  ]);
  const [fromMs, toMs] = [Math.min(...all), Math.max(...all)];
  const padMs = Math.max(leastSpanMs, (toMs - fromMs) / 50);
  return { fromMs: fromMs - padMs, toMs: toMs + padMs };
}
