import { ContractError } from '../../shared/contract/contract.ts';
import type { Engine } from './engineDoor.ts';

export function assertJudged(engine: Engine, tick: number): void {
  const { headTick } = engine.state();
  if (headTick !== undefined && tick <= headTick) return;
  throw new ContractError(
    'not_found',
    headTick === undefined
      ? 'Nothing has been judged yet: wait for the first second.'
      : `The second ${tick} has not been judged yet; the newest is ${headTick}.`,
  );
}
