import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from '../present/cells.ts';
import { say } from '../present/say.ts';
import { type Alarm, isGroup } from '../state/soundDue.ts';

/** The name of the rule and where it fires: what is said aloud, and what the list shows. */
export function alarmWords(alarm: Alarm, plan: Plan | undefined): string {
  const name = plan?.triggers[alarm.trigger]?.name ?? alarm.trigger;
  const where = isGroup(alarm) ? say('sound.cells', { count: alarm.count }) : cellWords(alarm.cell, plan);
  return where === '' ? name : `${name}, ${where}`;
}
