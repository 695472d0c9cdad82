import { instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';
import { collisions } from '../calendarCollisions.ts';
import { note, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Nothing is begun in these on purpose. */
const QUIET = /maintenance|freeze|frozen|blackout/i;
/** In these people come in numbers that no other hour has. */
const LOUD = /marketing|campaign|promotion|sale|peak|holiday/i;

/** What of the calendar the waves run into. */
export function lintCalendar(plan: Plan): Finding[] {
  const { t0 } = plan.launch;
  const waves = plan.ramp?.waves ?? [];
  const places = new Map(waves.map(({ id }, index) => [id, index]));
  return collisions(plan).flatMap(({ wave, entry, fromAt, says, touches }): Finding[] => {
    const path = ['ramp', 'waves', places.get(wave) ?? 0, 'starts'];
    const starts = waves[places.get(wave) ?? 0]?.starts;
    const isQuiet = QUIET.test(entry.kind);
    const isLoud = LOUD.test(entry.kind);
    if (starts !== undefined && fromAt === instantAt(starts, t0) && (isQuiet || isLoud)) {
      const why = isQuiet ? '' : ', when traffic is not what it is otherwise';
      const text = `is inside ${entry.kind} ${entry.id}${why}; start the wave before it or after it.`;
      return [warning('starts_in_calendar', path, text)];
    }
    if (touches.length === 0 && !isQuiet && !isLoud) return [];
    return [note('meets_calendar', path, `${says[0]?.toLowerCase() ?? ''}${says.slice(1)}`)];
  });
}
