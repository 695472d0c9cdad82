import type { CommandRefusal } from '../../model/room/refusal.ts';
import { refuse, type World } from './book.ts';
import { missingRole, rolesWords, roleWords } from './missingRight.ts';

/** Why the role may not do what is its owner's, or anybody's with the right; undefined when it may. */
export function missingOwnership(
  world: World,
  role: string,
  owner: string | undefined,
  right: 'call' | 'veto',
  toDo: string,
): CommandRefusal | undefined {
  const missing = missingRole(world, role, toDo);
  if (missing !== undefined || role === owner) return missing;
  const able = Object.keys(world.plan.roles).filter((one) => world.roles.may(one, right));
  // Where the plan gives the right to nobody, whoever holds a role has it.
  if (able.length === 0 || able.includes(role)) return undefined;
  const asked = owner === undefined || able.includes(owner) ? able : [owner, ...able];
  return refuse('not_allowed', `${roleWords(world, role)} may not ${toDo}; ask ${rolesWords(world, asked)}.`);
}
