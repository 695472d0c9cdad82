import { instantAt } from '../base/instant.ts';
import type { Plan } from '../model/plan.ts';
import type { CalendarEntry } from '../model/planLaunch.ts';
import { listWords } from './lint/finding.ts';
import { allLeaves, indicatorIdOf } from './lint/ruleBook.ts';
import { momentWords } from './room/momentWords.ts';

/** A wave that is advanced while something of the calendar goes on. */
export interface Collision {
  readonly wave: string;
  readonly entry: CalendarEntry;
  /** The stretch that both share, ms. */
  readonly fromAt: number;
  readonly toAt: number;
  /** Touched indicators and SLOs on which the wave's criteria rest. */
  readonly touches: readonly string[];
  readonly says: string;
}

/** More are not told: nobody reads them, and a plan may have a thousand waves and a thousand entries. */
const MOST_COLLISIONS = 1000;

/** Which entries of the calendar overlap which waves: from a wave's start to the start of a later one, or the end. */
export function collisions(plan: Plan): Collision[] {
  const { t0, ends, window } = plan.launch;
  const waves = (plan.ramp?.waves ?? []).flatMap(({ id, starts, needs }) =>
    starts === undefined ? [] : [{ id, needs, startsAt: instantAt(starts, t0) }],
  );
  const last = ends ?? window?.closes;
  const starts = [...new Set(waves.map(({ startsAt }) => startsAt))].sort((one, other) => one - other);
  const rested = restsByCriterion(plan);
  const found: Collision[] = [];
  for (const { id, needs, startsAt } of waves) {
    const lastAt = last === undefined ? Infinity : Math.max(startsAt, instantAt(last, t0));
    const endsAt = starts[starts.indexOf(startsAt) + 1] ?? lastAt;
    const rests = new Set(needs.flatMap((need) => rested.get(need) ?? []));
    for (const entry of plan.calendar) {
      if (found.length >= MOST_COLLISIONS) return found;
      const fromAt = Math.max(startsAt, instantAt(entry.from, t0));
      const toAt = Math.min(endsAt, instantAt(entry.to, t0));
      if (fromAt >= toAt) continue;
      const touches = entry.touches.filter((one) => rests.has(one));
      const stretch = `${momentWords(fromAt, t0)} to ${momentWords(toAt, t0)}`;
      const touched = touches.length === 0 ? '' : `; its criteria rest on ${listWords(touches)}`;
      const says = `Wave ${id} meets ${entry.kind} ${entry.id} from ${stretch}${touched}.`;
      found.push({ wave: id, entry, fromAt, toAt, touches, says });
    }
  }
  return found;
}

/** Indicators and SLOs that each criterion looks at. */
function restsByCriterion(plan: Plan): Map<string, string[]> {
  const rested = new Map<string, string[]>();
  for (const { rule, condition } of allLeaves(plan)) {
    if (rule.criterion === undefined) continue;
    const indicator = indicatorIdOf(plan, condition);
    const found = [...(indicator === undefined ? [] : [indicator]), ...('slo' in condition ? [condition.slo] : [])];
    rested.set(rule.id, [...(rested.get(rule.id) ?? []), ...found]);
  }
  return rested;
}
