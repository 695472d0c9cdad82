import { createContext } from 'svelte';

export const [getOverlays, setOverlays] = createContext<Overlays>();

/** What stands over the room for a moment. */
export class Overlays {
  open = $state<'palette' | 'cheatSheet' | undefined>();

  show(which: 'palette' | 'cheatSheet'): void {
    this.open = which;
  }

  hide(): void {
    this.open = undefined;
  }
}
