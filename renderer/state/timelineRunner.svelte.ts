import type { RoomState } from './room.svelte.ts';
import type { TimelineState } from './timeline.svelte.ts';
import { type Loop, nextMove, type PlayMove } from './timelineMove.ts';

/** Does what play does by itself: loops, and skips what is quiet. Every move goes through the room, like a person's. */
export class TimelineRunner {
  private readonly room: RoomState;
  private readonly timeline: TimelineState;
  private isBusy = false;
  private hurriedFromMs: number | undefined;
  private loop: Loop | undefined;
  /** The epoch in which play was in its loop: whoever goes elsewhere by himself is not fetched back. */
  private loopEpoch = -1;

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
          loop: this.isInLoop(loop, tick * 1000) ? loop : undefined,
          isSkipping: isSkipping && !room.isUnderWay,
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
      if (move.kind === 'loop') this.loopEpoch = room.epoch + 1;
      else timeline.told = { kind: 'skip', fromMs: wasHurried ?? fromMs, toMs: move.toMs };
      await room.control('replay.seek', { tick: Math.floor(move.toMs / 1000) });
    } finally {
      this.isBusy = false;
    }
  }

  private isInLoop(loop: Loop | undefined, tickMs: number): boolean {
    const isInside = loop !== undefined && tickMs >= loop.fromMs && tickMs < (loop.toMs ?? Infinity);
    if (isInside || loop !== this.loop) this.loopEpoch = this.room.epoch;
    this.loop = loop;
    return this.loopEpoch === this.room.epoch;
  }

  /** Somebody paused, or wants nothing skipped any more. */
  private stopHurry(speed: number | 'fastest' | undefined): void {
    if (this.hurriedFromMs === undefined) return;
    this.hurriedFromMs = undefined;
    this.timeline.told = undefined;
    if (speed === 'fastest') void this.room.control('replay.play', { speed: this.timeline.lastSpeed });
  }
}
