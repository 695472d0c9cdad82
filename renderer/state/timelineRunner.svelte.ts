import type { RoomState } from './room.svelte.ts';
import type { TimelineState } from './timeline.svelte.ts';
import { nextMove, type PlayMove } from './timelineMove.ts';

/** Does what play does by itself: loops, and skips what is quiet. Every move goes through the room, like a person's. */
export class TimelineRunner {
  private readonly room: RoomState;
  private readonly timeline: TimelineState;
  private isBusy = false;
  private hurriedFromMs: number | undefined;

  constructor(room: RoomState, timeline: TimelineState, instants: () => readonly number[]) {
    this.room = room;
    this.timeline = timeline;
    $effect(() => {
      const { tick, headTick, speed, isFinished } = room.now?.state ?? {};
      const { loop, isSkipping, lastSpeed } = timeline;
      if (speed === 0 || !isSkipping || loop !== undefined) this.stopHurry(speed);
      if (tick == null || headTick == null || speed === undefined || isFinished === undefined) return;
      // Until it is known what happened nothing is quiet.
      if (this.isBusy || !timeline.isKnown) return;
      const move = nextMove(
        {
          tickMs: tick * 1000,
          headMs: headTick * 1000,
          speed,
          isFinished,
          loop,
          isSkipping: isSkipping && room.session?.kind !== 'live',
          hurriedFromMs: this.hurriedFromMs,
          knownMs: timeline.knownMs,
          instants: instants(),
        },
        lastSpeed === 'fastest' ? 1 : lastSpeed,
      );
      if (move !== undefined) void this.make(move, tick * 1000);
    });
  }

  private async make(move: PlayMove, fromMs: number): Promise<void> {
    this.isBusy = true;
    const { room, timeline } = this;
    try {
      if (move.kind === 'hurry') {
        this.hurriedFromMs = fromMs;
        timeline.told = { kind: 'hurry' };
        await room.control('replay.play', { speed: 'fastest' });
        return;
      }
      const wasHurried = this.hurriedFromMs;
      this.hurriedFromMs = undefined;
      // Slower first: as fast as possible it would be gone again from where it goes back to.
      if (wasHurried !== undefined) await room.control('replay.play', { speed: timeline.lastSpeed });
      if (move.kind === 'arrive') {
        timeline.told = undefined;
        return;
      }
      if (move.kind !== 'loop') timeline.told = { kind: 'skip', fromMs: wasHurried ?? fromMs, toMs: move.toMs };
      await room.control('replay.seek', { tick: Math.floor(move.toMs / 1000) });
    } finally {
      this.isBusy = false;
    }
  }

  /** Somebody paused, or wants nothing skipped any more. */
  private stopHurry(speed: number | 'fastest' | undefined): void {
    if (this.hurriedFromMs === undefined) return;
    this.hurriedFromMs = undefined;
    this.timeline.told = undefined;
    if (speed === 'fastest') void this.room.control('replay.play', { speed: this.timeline.lastSpeed });
  }
}
