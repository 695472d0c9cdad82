import { createContext } from 'svelte';
import type { WireCommandKind } from '../../shared/contract/commands.ts';
import { handOverFile } from '../transport/handOverFile.ts';

export const [getDeeds, setDeeds] = createContext<Deeds>();

/** What can be asked of a person: every command of the room, and an advance that is only proposed. */
export type DeedName = WireCommandKind | 'override.propose';

/** Something that a person is about to do: which command, and what is known of it already. */
export interface Deed {
  readonly name: DeedName;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Whoever wants to act says so here; one dialog asks what is left to ask, and asks once before the world changes. */
export class Deeds {
  open = $state.raw<Deed | undefined>();
  private from: Element | null = null;

  ask(name: DeedName, args: Deed['args'] = {}): void {
    // A way out of a deed leads back to where the first was opened from.
    if (this.open === undefined) this.from = document.activeElement;
    this.open = { name, args };
  }

  /** Whoever pressed a button goes on from there; where it is gone, from the view. */
  close(): void {
    this.open = undefined;
    const { from } = this;
    const isThere = from instanceof HTMLElement && from !== document.body && from.isConnected;
    const back = isThere ? from : document.querySelector<HTMLElement>('main');
    requestAnimationFrame(() => back?.focus({ preventScroll: true }));
  }

  /** Hands a file to the host. Returns the SHA-256 by which it is spoken of; throws in a sentence. */
  handOver(file: File): Promise<string> {
    return handOverFile(file);
  }
}
