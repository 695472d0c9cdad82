import { createContext } from 'svelte';
import type { WireCommandKind } from '../../shared/contract/commands.ts';

export const [getDeeds, setDeeds] = createContext<Deeds>();

/** Something that a person is about to do: which command, and what is known of it already. */
export interface Deed {
  readonly kind: WireCommandKind;
  readonly args: Readonly<Record<string, unknown>>;
}

/** Whoever wants to act says so here; one dialog asks what is left to ask, and asks once before the world changes. */
export class Deeds {
  open = $state.raw<Deed | undefined>();

  ask(kind: WireCommandKind, args: Deed['args'] = {}): void {
    this.open = { kind, args };
  }

  close(): void {
    this.open = undefined;
  }
}
