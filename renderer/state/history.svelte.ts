import type { QueryArgs } from '../../shared/contract/contract.ts';
import { Query } from './query.svelte.ts';
import type { RoomState } from './room.svelte.ts';

/** Charts of boards look back over so much, the same in calm and in trouble. */
export const historyS = 3600;

export type AskedReading = QueryArgs<'readings.read'>['subjects'][number];

/** How a board's numbers went over the last hour before the second that is shown, at the width of its chart. */
export function createHistory(
  room: RoomState,
  subjects: () => AskedReading[],
  width: () => number,
): Query<'readings.read'> {
  return new Query(room, 'readings.read', () => {
    const tick = room.shown?.state.tick;
    const asked = subjects();
    if (tick === undefined || tick === null || asked.length === 0) return undefined;
    return {
      subjects: asked,
      fromBucket: tick - historyS,
      toBucket: tick,
      points: Math.max(2, width()),
      upToTick: tick,
    };
  });
}
