import type { MessageKey } from '../present/say.ts';
import type { DeedName, Deeds } from '../state/deeds.svelte.ts';
import type { Exercise } from '../state/exercise.svelte.ts';
import type { Inbox } from '../state/inbox.svelte.ts';
import type { Overlays } from '../state/overlays.svelte.ts';
import type { RoomState } from '../state/room.svelte.ts';
import type { Route } from '../state/route.svelte.ts';
import type { TimelineState } from '../state/timeline.svelte.ts';

/** What commands act on. */
export interface Ground {
  readonly room: RoomState;
  readonly route: Route;
  readonly deeds: Deeds;
  readonly timeline: TimelineState;
  readonly overlays: Overlays;
  readonly inbox: Inbox;
  readonly exercise: Exercise;
  /** Goes to the event before or after the second that is shown. */
  readonly goBeside: (direction: 1 | -1) => void;
}

/** One thing that can be done from the keyboard: the menu, the palette, the keys and the cheat sheet read this list. */
export interface Command {
  readonly id: string;
  readonly name: MessageKey;
  /** As the browser names it, with its modifiers: `Shift+ArrowLeft`, `Ctrl+k`. None for what only the palette has. */
  readonly keys: readonly string[];
  /** How the key is written for people. */
  readonly shown?: string;
  /** It changes what others see, or the world: only whoever may act has it. */
  readonly isAct?: boolean;
  /** What it asks, where that is always the same. */
  readonly deed?: DeedName;
  /** There is no such thing but in an exercise: for everybody in it, or for whoever leads it. */
  readonly inExercise?: 'all' | 'lead';
  readonly run: (ground: Ground) => void;
}
