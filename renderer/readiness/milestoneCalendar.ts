import type { Plan } from '../../shared/model/plan.ts';
import type { People } from '../present/wire.ts';

type Milestone = People['milestones']['milestones'][number];

/** From when to when the calendar goes, ms, and where its weeks begin: counted back from T-0, at most so many. */
export interface CalendarSpan {
  readonly fromMs: number;
  readonly toMs: number;
  readonly ticks: readonly { readonly atMs: number; readonly weeks: number }[];
}

const weekMs = 604_800_000;
const mostTicks = 6;

export function calendarSpan(milestones: readonly Milestone[], t0Ms: number, nowMs: number): CalendarSpan {
  const firstMs = Math.min(nowMs, t0Ms - weekMs, ...milestones.map(({ from }) => from));
  const toMs = Math.max(t0Ms, Math.min(nowMs, t0Ms + weekMs), ...milestones.map(({ to }) => to));
  const weeks = Math.ceil((t0Ms - firstMs) / weekMs);
  const step = Math.max(1, Math.ceil(weeks / mostTicks));
  const count = Math.ceil(weeks / step);
  const fromMs = t0Ms - count * step * weekMs;
  const ticks = Array.from({ length: count }, (_none, index) => {
    const back = (count - index) * step;
    return { atMs: t0Ms - back * weekMs, weeks: back };
  });
  // T-0 says so to the right of its line, as every week does: before it stands the date of the last.
  return { fromMs, toMs: Math.max(toMs, t0Ms + (t0Ms - fromMs) / 8), ticks };
}

/** How many use a capacity at once, and from when to when. */
export interface CapacityUse {
  readonly name: string;
  readonly most: number;
  readonly stretches: readonly { readonly fromMs: number; readonly toMs: number; readonly count: number }[];
}

export function capacityUses(milestones: readonly Milestone[], plan: Plan): CapacityUse[] {
  return Object.entries(plan.capacity).map(([name, most]) => {
    // What is reached needs no capacity any more, and has needed it until then.
    const users = milestones
      .filter(({ id }) => plan.milestones[id]?.uses === name)
      .map(({ from, to, reachedAt }) => ({ from, to: Math.min(to, reachedAt ?? to) }))
      .filter(({ from, to }) => to > from);
    const edges = [...new Set(users.flatMap(({ from, to }) => [from, to]))].sort((one, other) => one - other);
    const stretches = edges.slice(0, -1).flatMap((fromMs, index) => {
      const toMs = edges[index + 1] ?? fromMs;
      const count = users.filter(({ from, to }) => from < toMs && to > fromMs).length;
      return count === 0 ? [] : [{ fromMs, toMs, count }];
    });
    return { name, most, stretches };
  });
}
