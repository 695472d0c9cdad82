import type { Deeds } from './deeds.svelte.ts';
import type { RoomState } from './room.svelte.ts';

/** Whoever was invited for a role is asked who he is, once, as soon as he can act. */
export class Invitation {
  private hasAsked = false;

  constructor(room: RoomState, deeds: Deeds) {
    $effect(() => {
      if (this.hasAsked || !room.isAwaited || deeds.open !== undefined) return;
      this.hasAsked = true;
      deeds.ask('role.take', { role: room.connection.role });
    });
  }
}
