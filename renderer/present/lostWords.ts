import type { RoomState } from '../state/room.svelte.ts';
import { say } from './say.ts';
import { utcWords } from './times.ts';

/** What is lost and since when, and what that means; undefined while the link and the engine are there. */
export function lostWords({
  connection,
  now,
}: Pick<RoomState, 'connection' | 'now'>): { readonly what: string; readonly says: string } | undefined {
  const time = utcWords((now?.state.tick ?? 0) * 1000);
  const trouble = now?.state.trouble ?? undefined;
  if (connection.isShutOut) return { what: say('connection.lostWay', { time }), says: say('connection.shutOut') };
  if (connection.isOtherVersion) return { what: say('version.lost', { time }), says: say('version.otherSays') };
  if (connection.status === 'lost' || connection.status === 'refused') {
    return { what: say('connection.lost', { time }), says: say('connection.lostSays') };
  }
  return trouble === undefined ? undefined : { what: say('connection.stopped', { time }), says: trouble };
}
