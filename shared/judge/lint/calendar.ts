import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import { collisions } from '../calendarCollisions.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Nothing is begun in these on purpose. */
const quietKinds: readonly string[] = ['maintenance', 'freeze'];

/** What of the calendar the waves run into. */
export function lintCalendar(plan: Plan): Finding[] {
  const { t0 } = plan.launch;
  return (plan.ramp?.waves ?? []).flatMap(({ id, starts }, index) => {
    if (starts === undefined) return [];
    const startsAt = instantAt(starts, t0);
    const path = ['ramp', 'waves', index, 'starts'];
    return collisions(plan).flatMap(({ wave, entry, says, touches }): Finding[] => {
      if (wave !== id) return [];
      const isInside = instantAt(entry.from, t0) <= startsAt && quietKinds.includes(entry.kind);
      if (isInside) {
        return [
          warning(
            'starts_in_calendar',
            path,
            `is inside ${entry.kind} ${entry.id}; start the wave before it or after it.`,
          ),
        ];
      }
      return touches.length === 0
        ? []
        : [note('meets_calendar', path, `${says[0]?.toLowerCase() ?? ''}${says.slice(1)}`)];
    });
  });
}
