import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import type { ClockReading } from '../../model/room/clockReading.ts';
import type { Collision } from '../calendarCollisions.ts';

const soonMs = 2 * 3_600_000;
const mostSaid = 8;

/** What of the calendar runs now, or begins soon. */
export function readCalendar(plan: Plan, nowMs: number): ClockReading['calendar'] {
  const { t0 } = plan.launch;
  return plan.calendar
    .map(({ id, kind, says, from, to, touches }) => {
      const [fromAt, toAt] = [instantAt(from, t0), instantAt(to, t0)];
      return { id, kind, says: says.slice(0, 240), from: fromAt, to: toAt, on: fromAt <= nowMs, touches: [...touches] };
    })
    .filter(({ from, to }) => nowMs < to && from <= nowMs + soonMs)
    .slice(0, mostSaid);
}

/** Collisions that are not over, the next first. */
export function readCollisions(found: readonly Collision[], nowMs: number): string[] {
  return found
    .filter(({ toAt }) => toAt > nowMs)
    .sort((one, other) => one.fromAt - other.fromAt)
    .slice(0, mostSaid)
    .map(({ says }) => says);
}
