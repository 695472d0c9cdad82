import { createContext } from 'svelte';

export const [getCursor, setCursor] = createContext<Cursor>();

/** The instant that somebody points at: every chart and the timeline show it at once. */
export class Cursor {
  atMs = $state<number | undefined>();
}
