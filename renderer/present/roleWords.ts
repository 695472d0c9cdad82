import type { Plan } from '../../shared/model/plan.ts';
import { facilitatorRole } from '../../shared/model/room/injectFacts.ts';
import { say } from './say.ts';

/** A role as people call it; a text that is none as it stands, such as who speaks from outside the room. */
export function roleWords(role: string, plan: Plan | undefined): string {
  const known = plan !== undefined && Object.hasOwn(plan.roles, role) ? plan.roles[role]?.name : undefined;
  return known ?? (role === facilitatorRole ? say('rehearse.facilitator') : role);
}

export function rolesWords(roles: readonly string[], plan: Plan | undefined): string {
  return roles.map((role) => roleWords(role, plan)).join(', ');
}
