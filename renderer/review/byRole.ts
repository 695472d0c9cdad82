import type { Plan } from '../../shared/model/plan.ts';
import { say } from '../present/say.ts';

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** `SRE: it burns`, a line each, names a role by its id or its name. A sentence where one of them is no role of the plan. */
export function byRole(text: string, plan: Plan | undefined): { role: string; says: string }[] | string {
  const made: { role: string; says: string }[] = [];
  for (const line of linesOf(text)) {
    const [who = '', ...rest] = line.split(':');
    const role = Object.entries(plan?.roles ?? {}).find(
      ([id, one]) => id === who.trim() || one.name?.toLowerCase() === who.trim().toLowerCase(),
    )?.[0];
    if (role === undefined) return say('review.noRole', { role: who.trim() });
    made.push({ role, says: rest.join(':').trim() });
  }
  return made;
}
