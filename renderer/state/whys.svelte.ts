import { createContext } from 'svelte';
import type { WireSnapshot } from '../../shared/contract/wireRoom.ts';
import type { RoomState } from './room.svelte.ts';

export const [getWhys, setWhys] = createContext<Whys>();

type Cell = Readonly<Record<string, string>>;

/** Something on the screen of which somebody may want to know why it is what it is. */
export type WhySubject =
  | {
      readonly kind: 'indicator';
      readonly indicator: string;
      readonly cell: Cell;
      /** As a snapshot writes it: `5m`; the first that is shown when absent. */
      readonly window?: string;
      /** False: the seconds up to now, whose labels are still coming in. */
      readonly mature?: boolean;
    }
  /** An objective: one of its alert pairs in a cell, or what is left of its budget. */
  | { readonly kind: 'slo'; readonly slo: string; readonly cell: Cell; readonly pair?: string }
  | { readonly kind: 'trigger'; readonly trigger: string; readonly cell: Cell }
  | { readonly kind: 'criterion'; readonly criterion: string; readonly cell: Cell }
  | { readonly kind: 'ramp'; readonly cell: Cell }
  | { readonly kind: 'forecast'; readonly forecast: string }
  | { readonly kind: 'experiment'; readonly experiment: string }
  | { readonly kind: 'evidence'; readonly evidence: string }
  /** A reason of the call that no rule of telemetry gives: a hold, a poll. */
  | { readonly kind: 'said'; readonly rule: string; readonly text: string };

/**
 * What somebody asks why of. Everything that is answered is of one second, the one that was shown when he asked: a rule, its
 * numbers and the samples under them belong together. From one answer he may go on to the next, and back.
 */
export class Whys {
  trail = $state.raw<readonly WhySubject[]>([]);
  picture = $state.raw<WireSnapshot | undefined>();
  private readonly room: RoomState;
  private from: Element | null = null;

  constructor(room: RoomState) {
    this.room = room;
  }

  get subject(): WhySubject | undefined {
    return this.trail.at(-1);
  }

  /** `of`: another second than the one that is shown. */
  ask(subject: WhySubject, of?: WireSnapshot): void {
    if (this.trail.length === 0) {
      this.picture = of ?? this.room.shown;
      this.from = document.activeElement;
    }
    this.trail = [...this.trail, subject];
  }

  back(): void {
    this.trail = this.trail.slice(0, -1);
  }

  /** The same question, of the second that is shown now. */
  renew(): void {
    this.picture = this.room.shown;
  }

  /** Whoever pressed a value goes on from there; where it is gone, from the view. */
  close(): void {
    this.trail = [];
    const { from } = this;
    const isThere = from instanceof HTMLElement && from !== document.body && from.isConnected;
    const back = isThere ? from : document.querySelector<HTMLElement>('main');
    requestAnimationFrame(() => back?.focus());
  }
}
