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

/** Which entries of the calendar overlap which waves: from a wave's start to the start of a later one, or the end. */
export function collisions(plan: Plan): Collision[] {
  const { t0, ends, window } = plan.launch;
  const waves = (plan.ramp?.waves ?? []).flatMap(({ id, starts, needs }) =>
    starts === undefined ? [] : [{ id, needs, startsAt: instantAt(starts, t0) }],
  );
  const last = ends ?? window?.closes;
  const found: Collision[] = [];
  for (const { id, needs, startsAt } of waves) {
    const later = waves.map((other) => other.startsAt).filter((at) => at > startsAt);
    const lastAt = last === undefined ? Infinity : Math.max(startsAt, instantAt(last, t0));
    const endsAt = later.length > 0 ? Math.min(...later) : lastAt;
    const rests = restsOn(plan, needs);
    for (const entry of plan.calendar) {
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

/** Indicators and SLOs that the criteria look at. */
function restsOn(plan: Plan, criteria: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const { condition, path } of allLeaves(plan)) {
    if (path[0] !== 'criteria' || !criteria.includes(String(path[1]))) continue;
    const indicator = indicatorIdOf(plan, condition);
    if (indicator !== undefined) found.add(indicator);
    if ('slo' in condition) found.add(condition.slo);
  }
  return found;
}
