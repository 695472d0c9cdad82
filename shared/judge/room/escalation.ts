import type { Plan } from '../../model/plan.ts';
import type { RoomFact } from '../../model/room/roomFact.ts';
import type { LiveTrigger } from '../trigger.ts';
import type { World } from './book.ts';
import type { TriggerWatch } from './triggerWatch.ts';

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
    to: escalate?.to === undefined ? rolesWithCall(plan) : [escalate.to],
  };
}

/** Firings that have waited too long for somebody. A shelved one waits, unless it asks for a rollback. */
export function dueEscalations(
  world: World,
  watch: TriggerWatch,
  isShelved: (live: LiveTrigger) => boolean,
): RoomFact[] {
  const facts: RoomFact[] = [];
  for (const [live, episode] of watch.firing()) {
    if (episode.acknowledged !== undefined || episode.escalated !== undefined) continue;
    const escalation = escalationOf(world.plan, live.trigger);
    if (escalation === undefined || escalation.to.length === 0) continue;
    if (world.nowMs - episode.firedAt < escalation.afterMs) continue;
    if (isShelved(live) && live.trigger.does.kind !== 'rollback') continue;
    const body = { trigger: live.id, cell: live.cell, to: [...escalation.to] };
    facts.push({ kind: 'escalation.raised', body });
  }
  return facts;
}

/** Where no role has the call, everybody has it. */
function rolesWithCall({ roles }: Plan): string[] {
  const all = Object.keys(roles);
  const callers = all.filter((role) => roles[role]?.may.includes('call') === true);
  return callers.length === 0 ? all : callers;
}
