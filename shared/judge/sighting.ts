import type { Status } from './reading.ts';

/** How well something can be seen that rests on several sources: a question that an experiment or a forecast answers. */
export interface Sighting {
  readonly status: Status;
  /** Milliseconds since its most silent source was heard; Infinity when it has none. */
  readonly ageMs: number;
  /** False when any part of it rests on data too old to move a timer. */
  readonly fresh: boolean;
}

const worstFirst: readonly Status[] = ['stale', 'never', 'none', 'insufficient', 'known'];

/** As little as the parts can be seen: stale when any of them is, else never, else without traffic. */
export function seenThrough(parts: readonly Sighting[]): Sighting {
  return {
    status: worstFirst.find((status) => parts.some((part) => part.status === status)) ?? 'known',
    ageMs: Math.max(0, ...parts.map((part) => part.ageMs)),
    fresh: parts.every((part) => part.fresh),
  };
}
