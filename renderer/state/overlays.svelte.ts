import { createContext } from 'svelte';

export const [getOverlays, setOverlays] = createContext<Overlays>();

export type Overlay = 'palette' | 'cheatSheet' | 'sound';

/** What stands over the room for a moment. */
export class Overlays {
  open = $state<Overlay | undefined>();

  show(which: Overlay): void {
    this.open = which;
  }

  hide(): void {
    this.open = undefined;
  }
}
