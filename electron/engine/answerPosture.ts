import { ContractError, type QueryAnswer } from '../../shared/contract/contract.ts';
import { buildPosture } from '../../shared/judge/room/posture.ts';
import type { Engine } from './engineDoor.ts';

/** What stands behind each service, as of the newest second at or before `tick`. */
export function answerPosture(engine: Engine, tick = Infinity): QueryAnswer<'posture.read'> {
  const { headTick } = engine.state();
  if (headTick === undefined) {
    throw new ContractError('not_found', 'Nothing has been judged yet: ask again when a second has.');
  }
  const asOfTick = Math.min(tick, headTick);
  const { room, plan } = engine.past.viewAt(asOfTick).judge;
  if (room === undefined)
    throw new ContractError('not_found', 'Nobody can act in this session, so it has no evidence.');
  return { asOfTick, posture: buildPosture(plan, room) };
}
