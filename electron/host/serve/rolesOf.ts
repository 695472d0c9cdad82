import { facilitatorRole } from '../../../shared/model/room/injectFacts.ts';
import type { Engine } from '../../engine/engineDoor.ts';

export interface NamedRole {
  readonly role: string;
  readonly name: string;
}

/** The roles that people may come in for: those of the plan in force, and in a rehearsal who leads it. */
export function rolesOf({ plan, plans }: Engine): NamedRole[] {
  const roles = Object.entries(plan.roles).map(([role, { name }]) => ({ role, name: name ?? role }));
  if (plans.rehearsal === undefined || Object.hasOwn(plan.roles, facilitatorRole)) return roles;
  return [...roles, { role: facilitatorRole, name: 'Facilitator' }];
}
