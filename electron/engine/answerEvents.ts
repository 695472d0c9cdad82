import type { ParsedQueryArgs, QueryAnswer } from '../../shared/contract/contract.ts';
import { assertJudged } from './assertJudged.ts';
import type { Engine } from './engineDoor.ts';

const mostShown = 50;

/** The events that a rule counts at a second, as the judge finds them. */
export function answerEvents(
  engine: Engine,
  { event, where, cell, withinMs, tick }: ParsedQueryArgs<'events.read'>,
): QueryAnswer<'events.read'> {
  assertJudged(engine, tick);
  const { events } = engine.past.viewAt(tick).judge;
  const from = tick - Math.max(1, Math.floor(withinMs / 1000));
  const found = events.matching({ event, where }, cell, from, tick - 1);
  return { total: found.length, events: found.slice(-mostShown).reverse() };
}
