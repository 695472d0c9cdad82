import type { Plan } from '../../../shared/model/plan.ts';
import type { RoomRow } from '../../../shared/model/room/roomFact.ts';
import type { Scenario } from '../../../shared/model/scenario.ts';
import type { Recording } from './recording.ts';
import { RehearsedWorld } from './simulator/rehearsedWorld.ts';
import type { LivedWorld } from './simulator/simulateLines.ts';
import { recordBlocks } from './simulatedRecording.ts';
import { simulateBlocks } from './simulator/simulateLines.ts';
import { buildTimeline } from './simulator/timeline.ts';

/** Nothing that was ordered reaches the world in less; so the end of a rehearsal does not either. */
const endsAfterS = 2;

/**
 * The world of a rehearsal as a recording: each second is made when it is asked for, from the seed and from what the room
 * has ordered by then. Going on from a byte lives through what comes before it again, with the same orders at the same
 * seconds. `rowsFrom` gives the rows of the ledger from a number on, in their order.
 */
export function rehearsedRecording(
  scenario: Scenario,
  plan: Plan,
  rowsFrom: (seq: number) => readonly RoomRow[],
): Recording {
  const { startMs } = buildTimeline(scenario, plan);
  return recordBlocks(scenario.id, () => {
    const world = new RehearsedWorld(scenario, plan, startMs);
    let heard = 0;
    let endsAtS = Infinity;
    const lived: LivedWorld = {
      rule: (spans) => world.rule(spans),
      levelsOf: (traffic) => world.levelsOf(traffic),
      enter(second) {
        for (const row of rowsFrom(heard + 1)) {
          heard = row.seq;
          if (row.kind === 'rehearsal.ended') endsAtS = Math.min(endsAtS, row.at / 1000 + endsAfterS);
          world.hear(row);
        }
        return second < endsAtS;
      },
    };
    return simulateBlocks(scenario, plan, lived);
  });
}
