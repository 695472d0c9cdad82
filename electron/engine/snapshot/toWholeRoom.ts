import type { WholeRoom } from '../../../shared/contract/wireRoom.ts';
import type { JudgedAt } from '../../../shared/judge/snapshot.ts';
import type { EngineSnapshot, EngineState } from '../../../shared/model/engineSnapshot.ts';

/** A snapshot as it crosses a process: JSON, with null for what is not there. */
export function toWholeRoom({ number, state, judged, room }: EngineSnapshot<JudgedAt>): WholeRoom {
  return { number, state: toWireState(state), judged: judged ?? null, room: room ?? null };
}

function toWireState(state: EngineState): WholeRoom['state'] {
  const { epoch, tick, headTick, speed, isFinished, counters, durableLine, trouble, desk } = state;
  return {
    epoch,
    tick: tick ?? null,
    headTick: headTick ?? null,
    speed: speed === Infinity ? 'fastest' : speed,
    isFinished,
    counters: { ...counters },
    durableLine,
    trouble: trouble ?? null,
    desk: desk ?? null,
  };
}
