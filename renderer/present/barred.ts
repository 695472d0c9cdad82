import type { RoomState } from '../state/room.svelte.ts';
import { say } from './say.ts';

/** Why whoever sits at this screen cannot act now, in a sentence; undefined when he can. */
export function whyBarred(room: RoomState): string | undefined {
  if (room.barred !== undefined) return say(`barred.${room.barred}`);
  return room.role === undefined ? say('barred.noRole') : undefined;
}
