import { longestWindowS } from '../../shared/judge/planWindows.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { assertJudged } from './assertJudged.ts';
import type { Engine } from './engineDoor.ts';
import type { Turn } from './longWork.ts';

/** So much is done before others may run: a few milliseconds of it. */
const sliceWork = 48_000;
/** What a second costs beside the rules: to be read, and counted. */
const workOfTick = 200;

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
   * False where some sample lay between two plans' longest windows: it was left out when it came, or would have been, and
   * only the lines can tell what it does.
   */
  readonly isExact: boolean;
}

/** Goes through the judged seconds in slices, and lets everybody else have their turn between them. */
export async function passTicks(engine: Engine, { toTick, plans, visit, turn }: Pass): Promise<Passed> {
  assertJudged(engine, toTick);
  const { past } = engine;
  const firstTick = past.firstTick ?? toTick;
  const reachesS = plans.map(longestWindowS);
  const shortestS = Math.min(...reachesS);
  const keptS = past.newestJudge.longestWindowS;
  let isExact = Math.max(...reachesS) <= keptS || engine.state().counters.tooLate === 0;
  const slice = Math.max(4, Math.ceil(sliceWork / (workOfTick + plans.length)));
  for (let from = firstTick; from <= toTick; from += slice) {
    for (const input of past.inputs(from, Math.min(from + slice - 1, toTick))) {
      visit(input);
      isExact &&= shortestS >= keptS || !holdsOlder(input, input.tick - 1 - shortestS);
    }
    await turn(Math.min(from + slice, toTick + 1) - firstTick, toTick + 1 - firstTick);
  }
  return { firstTick, isExact };
}

function holdsOlder({ rows, events }: TickInput, bucket: number): boolean {
  return rows.some((row) => row.bucket < bucket) || events.some(({ t }) => Math.floor(t / 1000) < bucket);
}
