import type { DeskState } from './deskState.ts';
import type { IngestCounters } from './ingestCounters.ts';
import type { RoomReading } from './room/roomReading.ts';

/** What the engine is doing, as a snapshot tells it. `JudgedAt` says what the judge found. */
export interface EngineState {
  /** Rises on a seek: whatever a view has gathered before is of another time. */
  readonly epoch: number;
  /** The second that is shown, epoch seconds; undefined before the first. */
  readonly tick: number | undefined;
  /** The newest second that has been judged. The shown one is behind it after a seek back. */
  readonly headTick: number | undefined;
  /** Session seconds a second; 0 while paused, `Infinity` as fast as possible. */
  readonly speed: number;
  /** The recording has been read to its end. */
  readonly isFinished: boolean;
  readonly counters: IngestCounters;
  /** Lines that are on the disk. */
  readonly durableLine: number;
  /** What stopped the engine, in a sentence; undefined while nothing has. */
  readonly trouble: string | undefined;
  /** How this desk stands to the others; undefined where one desk decides alone. */
  readonly desk: DeskState | undefined;
}

/** One numbered picture of the room. Immutable; a reader that is slow sees the latest and not all of them. */
export interface EngineSnapshot<Judged> {
  readonly number: number;
  readonly state: EngineState;
  readonly judged: Judged | undefined;
  /** What people have done; undefined where nobody can act. */
  readonly room: RoomReading | undefined;
}
