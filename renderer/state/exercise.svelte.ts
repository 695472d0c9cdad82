import { createContext } from 'svelte';
import type { QueryAnswer } from '../../shared/contract/contract.ts';
import { Query } from './query.svelte.ts';
import type { RoomState } from './room.svelte.ts';

export const [getExercise, setExercise] = createContext<Exercise>();

type Reading = NonNullable<QueryAnswer<'rehearsal.read'>['rehearsal']>;
export type PendingInject = NonNullable<Reading['pending']>[number];

/** What is rehearsed in this room, as far as this screen may know it. */
export class Exercise {
  readonly query: Query<'rehearsal.read'>;
  /** The world is run on to the next message. */
  isRunningOn = $state(false);
  private readonly room: RoomState;

  constructor(room: RoomState) {
    this.room = room;
    this.query = new Query(
      room,
      'rehearsal.read',
      () => (room.isExercise ? {} : undefined),
      () => (room.now?.room?.seq ?? 0) * 2 + (room.now?.state.isFinished === true ? 1 : 0),
    );
  }

  /** Undefined until it is known, and in a room in which nothing is rehearsed. */
  get reading(): Reading | undefined {
    return this.query.answer?.rehearsal ?? undefined;
  }

  get pending(): readonly PendingInject[] {
    return this.reading?.pending ?? [];
  }

  /** Over: its world stands still, and how it went is everybody's to know. */
  get isOver(): boolean {
    return this.room.now?.state.isFinished === true;
  }

  /** Runs the world on to the next message that is still to come, or to its end. */
  async runOn(): Promise<void> {
    if (this.isRunningOn) return;
    this.isRunningOn = true;
    try {
      await this.room.control('rehearsal.skip', {});
    } finally {
      this.isRunningOn = false;
    }
  }
}
