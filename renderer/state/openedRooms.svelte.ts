import { createContext } from 'svelte';
import type { ControlAnswer, ControlArgs } from '../../shared/contract/contract.ts';
import type { RoomState } from './room.svelte.ts';

export const [getOpenedRooms, setOpenedRooms] = createContext<OpenedRooms>();

export type OpenedRoom = ControlAnswer<'rehearsal.start'> & {
  readonly name: string;
  /** A day that is played as it was recorded: one way in is enough. */
  readonly isWatched: boolean;
};

/** The rooms that this screen has opened, to rehearse or to watch: their ways in are told once, and kept here until it is closed. */
export class OpenedRooms {
  rooms = $state.raw<readonly OpenedRoom[]>([]);
  isOpening = $state(false);
  /** Why the last one could not be opened, in a sentence. */
  trouble = $state<string | undefined>();
  private readonly room: RoomState;

  constructor(room: RoomState) {
    this.room = room;
  }

  /** Whether it was opened. */
  async open(name: string, args: ControlArgs<'rehearsal.start'>): Promise<boolean> {
    const { client } = this.room.connection;
    if (client === undefined || this.isOpening) return false;
    this.isOpening = true;
    this.trouble = undefined;
    try {
      const opened = await client.control('rehearsal.start', args);
      this.rooms = [{ ...opened, name, isWatched: args.watch === true }, ...this.rooms];
      return true;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      this.isOpening = false;
    }
  }
}
