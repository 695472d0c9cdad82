import { longestWindowS } from '../../shared/judge/planWindows.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { assertJudged } from './assertJudged.ts';
import type { Engine } from './engineDoor.ts';
import type { Turn } from './longWork.ts';

interface Pass {
  readonly toTick: number;
  /** Every plan that judges. */
  readonly plans: readonly Plan[];
  readonly visit: (input: TickInput) => void;
  readonly turn: Turn;
}

export interface Passed {
  readonly firstTick: number;
  /**
   * False where some sample lay between the longest windows of two plans, those that were in force and those that judge
   * now: it was left out when it came, or would have been, and only the lines can tell what it does.
   */
  readonly isExact: boolean;
}

/** Goes through the judged seconds, and lets everybody else have their turn between them. */
export async function passTicks(engine: Engine, { toTick, plans, visit, turn }: Pass): Promise<Passed> {
  assertJudged(engine, toTick);
  const firstTick = engine.past.firstTick ?? toTick;
  const keptS = engine.plans.upTo(toTick).map(({ plan }) => longestWindowS(plan));
  const reachesS = plans.map(longestWindowS);
  const shortestS = Math.min(...reachesS);
  let isExact = Math.max(...reachesS) <= Math.min(...keptS) || engine.state().counters.tooLate === 0;
  const mayHoldOlder = shortestS < Math.max(...keptS);
  const of = toTick + 1 - firstTick;
  for (const input of engine.past.inputs(firstTick, toTick)) {
    visit(input);
    isExact &&= !mayHoldOlder || !holdsOlder(input, input.tick - 1 - shortestS);
    await turn({ done: input.tick + 1 - firstTick, of });
  }
  return { firstTick, isExact };
}

function holdsOlder({ rows, events }: TickInput, bucket: number): boolean {
  return rows.some((row) => row.bucket < bucket) || events.some(({ t }) => Math.floor(t / 1000) < bucket);
}
