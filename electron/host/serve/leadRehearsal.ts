import { ContractError, type ControlAnswer } from '../../../shared/contract/contract.ts';
import type { Seat } from '../../../shared/contract/handlers.ts';
import { leads } from '../../engine/answerRehearsal.ts';
import type { Engine } from '../../engine/engineDoor.ts';

/** In a rehearsal time is its facilitator's: whoever came in for a role of the plan lives through it as he would that day. */
export function assertLeads({ plans }: Engine, seat: Seat): void {
  if (plans.rehearsal === undefined || leads(seat)) return;
  throw new ContractError('not_allowed', 'Only the facilitator of a rehearsal pauses it, and moves it on.');
}

/** Runs to the next message that is still to come, or to the end. Nothing on the way is left out. */
export async function skipAhead(engine: Engine): Promise<ControlAnswer<'rehearsal.skip'>> {
  const { rehearsal } = engine.plans;
  if (rehearsal === undefined) throw new ContractError('failed', 'This is no rehearsal: there is nothing to skip to.');
  const [next] = engine.past.newestJudge.room?.injects.pending ?? [];
  await engine.seek(Math.ceil((next?.at ?? rehearsal.endMs) / 1000));
  const { epoch, tick } = engine.state();
  return { epoch, tick: tick ?? null, inject: next?.inject ?? null };
}

/** The world of a rehearsal that was ended hears of it a moment later: it goes there even where it was paused. */
export function runOut(engine: Engine, endedAt: number): void {
  void engine.seek(endedAt / 1000 + 3);
}
