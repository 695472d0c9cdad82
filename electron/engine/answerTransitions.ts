import type { ParsedQueryArgs, QueryAnswer } from '../../shared/contract/contract.ts';
import type { Engine } from './engineDoor.ts';

/** What the rules did, in order, the seconds since the last seal included. */
export function answerTransitions(
  engine: Engine,
  query: ParsedQueryArgs<'transitions.read'>,
): QueryAnswer<'transitions.read'> {
  const { fromAt = -Infinity, toAt = Infinity, limit, after, before } = query;
  const { session } = engine;
  const unsealed = engine.past.openChunk().transitions.filter(({ at }) => at >= fromAt && at <= toAt);
  const all = [...session.readTransitions({ fromAt, toAt }), ...unsealed];
  const end = Math.min(before ?? all.length, all.length);
  const firstPlace = after === undefined ? Math.max(0, end - limit) : Math.min(after + 1, all.length);
  const transitions = all.slice(firstPlace, after === undefined ? end : firstPlace + limit);
  return { firstPlace, total: all.length, judgedTick: engine.state().headTick ?? null, transitions };
}
