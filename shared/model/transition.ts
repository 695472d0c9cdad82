import type { Labels } from './series.ts';

/** One change of state, exactly as `judge --json` prints it. */
export interface Transition {
  /** The tick on which it happened, in ms (`S * 1000`). */
  readonly at: number;
  readonly kind: 'trigger' | 'criterion' | 'call';
  readonly id: string;
  readonly cell: Labels;
  readonly from: string;
  readonly to: string;
  /** The condition's value at that tick, to 12 significant digits; absent for calls and where there is none. */
  readonly value?: number;
  readonly n?: number;
  /** One sentence with the numbers in it. Not covered by the digest. */
  readonly why: string;
}
