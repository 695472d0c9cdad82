import type { CommandRefusal } from '../../model/room/refusal.ts';
import { refuse, type World } from './book.ts';

/**
 * Why the role may not do it; undefined when it may. Where the plan gives a right to nobody, whoever holds a role has it:
 * a plan that is silent about rights is not a room in which nothing can be done.
 */
export function missingRight(
  world: World,
  role: string,
  right: 'call' | 'override' | 'waive',
  toDo: string,
): CommandRefusal | undefined {
  const missing = missingRole(world, role, toDo);
  if (missing !== undefined || world.roles.may(role, right)) return missing;
  const able = Object.keys(world.plan.roles).filter((one) => world.roles.may(one, right));
  if (able.length === 0) return undefined;
  return refuse('not_allowed', `${roleWords(world, role)} may not ${toDo}; ask ${rolesWords(world, able)}.`);
}

/** Everything is done in a role of the plan. */
export function missingRole(world: World, role: string, toDo: string): CommandRefusal | undefined {
  const { roles } = world.plan;
  if (Object.hasOwn(roles, role)) return undefined;
  if (Object.keys(roles).length === 0) {
    return refuse('not_allowed', `The plan has no roles, so nobody may ${toDo}; add roles to the plan.`);
  }
  return refuse('not_allowed', `The plan has no role ${role}, so it may not ${toDo}; take a role of the plan.`);
}

export function roleWords({ plan }: Pick<World, 'plan'>, role: string): string {
  return plan.roles[role]?.name ?? role;
}

/** `A`, `A or B`, `A, B or C`. */
export function rolesWords(world: Pick<World, 'plan'>, roles: readonly string[]): string {
  const names = roles.map((role) => roleWords(world, role));
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
