import { ContractError, type QueryAnswer } from '../../shared/contract/contract.ts';
import { buildPosture } from '../../shared/judge/room/posture.ts';
import type { Engine } from './engineDoor.ts';
import { ViewPipeline } from './viewPipeline.ts';

/**
 * What stands behind each service, as of the newest second at or before `tick` that is sealed. Evidence moves by the
 * hour, and a question must not stand in the way of those who are judged by the second.
 */
export function answerPosture({ session, plan }: Engine, tick = Infinity): QueryAnswer<'posture.read'> {
  const { lastTick } = session.readDurable();
  if (lastTick === undefined) {
    throw new ContractError('not_found', 'Nothing has been sealed yet: ask again when a while has been judged.');
  }
  const { judge, tick: asOfTick } = new ViewPipeline(session, plan, Math.min(tick, lastTick), () => []);
  const { room } = judge;
  if (room === undefined)
    throw new ContractError('not_found', 'Nobody can act in this session, so it has no evidence.');
  return { asOfTick, posture: buildPosture(plan, room.evidence) };
}
