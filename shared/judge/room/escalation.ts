import type { Plan } from '../../model/plan.ts';
import type { RoomFact } from '../../model/room/roomFact.ts';
import type { LiveTrigger } from '../trigger.ts';
import type { World } from './book.ts';
import type { FiringEpisode, TriggerWatch } from './triggerWatch.ts';

const severitiesThatEscalate: readonly (string | undefined)[] = ['critical', 'page'];
const defaultAfterMs = 5 * 60_000;

/** When a firing that nobody acknowledges is told to whom; undefined where it is not. */
export function escalationOf(
  plan: Plan,
  trigger: LiveTrigger['trigger'],
): { readonly afterMs: number; readonly to: readonly string[] } | undefined {
  const { escalate, severity } = trigger;
  if (escalate === undefined && !severitiesThatEscalate.includes(severity)) return undefined;
  return {
    afterMs: escalate?.after ?? defaultAfterMs,
    to: rolesToTell(plan, trigger),
  };
}

/**
 * Firings that have waited too long for somebody, and those whose rollback nobody confirms: who has seen the alarm has not
 * done what it asks for. A shelved one waits, unless it asks for a rollback.
 */
export function dueEscalations(
  world: World,
  watch: TriggerWatch,
  isShelved: (live: LiveTrigger) => boolean,
): RoomFact[] {
  const facts: RoomFact[] = [];
  for (const [live, episode] of watch.firing()) {
    if (episode.escalated !== undefined) continue;
    const isOverdue = world.ramp.isOverdue(live.id, live.cell, episode.firedAt);
    if (!isOverdue && !isUnanswered(world, live, episode, isShelved(live))) continue;
    const to = rolesToTell(world.plan, live.trigger);
    if (to.length > 0) facts.push({ kind: 'escalation.raised', body: { trigger: live.id, cell: live.cell, to } });
  }
  return facts;
}

function isUnanswered(world: World, live: LiveTrigger, episode: FiringEpisode, isShelved: boolean): boolean {
  const escalation = escalationOf(world.plan, live.trigger);
  if (episode.acknowledged !== undefined || escalation === undefined) return false;
  if (world.nowMs - episode.firedAt < escalation.afterMs) return false;
  return !isShelved || live.trigger.does.kind === 'rollback';
}

function rolesToTell(plan: Plan, { escalate }: LiveTrigger['trigger']): string[] {
  return escalate?.to === undefined ? rolesWithCall(plan) : [escalate.to];
}

/** Where no role has the call, everybody has it. */
function rolesWithCall({ roles }: Plan): string[] {
  const all = Object.keys(roles);
  const callers = all.filter((role) => roles[role]?.may.includes('call') === true);
  return callers.length === 0 ? all : callers;
}
