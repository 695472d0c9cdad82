import { createContext } from 'svelte';
import { Query } from './query.svelte.ts';
import type { RoomState } from './room.svelte.ts';

export const [getTimeline, setTimeline] = createContext<TimelineState>();

const newest = 1500;

/** What has happened in the session so far, for the timeline and for the keys that go from event to event. */
export class TimelineState {
  /** How much of the session the timeline shows, ms; undefined for all of it. */
  lensMs = $state<number | undefined>();
  readonly transitions: Query<'transitions.read'>;
  readonly first: Query<'transitions.read'>;
  readonly ledger: Query<'ledger.read'>;
  readonly gaps: Query<'gaps.read'>;
  private readonly room: RoomState;

  constructor(room: RoomState) {
    this.room = room;
    // Asked again as the session goes on: the answer is told by its end.
    const head = (): number => room.now?.state.headTick ?? 0;
    this.transitions = new Query(room, 'transitions.read', () =>
      head() === 0 ? undefined : { limit: newest, toAt: head() * 1000 },
    );
    this.first = new Query(room, 'transitions.read', () => (head() === 0 ? undefined : { limit: 1, after: -1 }));
    this.ledger = new Query(room, 'ledger.read', () => {
      const seq = room.now?.room?.seq ?? 0;
      return seq === 0 ? undefined : { limit: 500, toSeq: seq };
    });
    this.gaps = new Query(room, 'gaps.read', () => (head() === 0 ? undefined : { limit: 200 }));
  }

  get nowMs(): number {
    return (this.room.now?.state.headTick ?? 0) * 1000;
  }

  get firstMs(): number | undefined {
    return this.first.answer?.transitions[0]?.at;
  }
}
