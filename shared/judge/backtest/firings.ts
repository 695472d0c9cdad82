import type { Labels } from '../../model/series.ts';
import type { Transition } from '../../model/transition.ts';
import { cellKey } from '../selector.ts';

/** One time that a trigger fired in one cell. */
export interface Firing {
  readonly id: string;
  readonly cell: Labels;
  readonly fromMs: number;
  /** When it fired no more; undefined when it still did at the end. */
  readonly toMs: number | undefined;
}

/** Folds the transitions of triggers into their firings. */
export class FiringBook {
  private readonly all: { id: string; cell: Labels; fromMs: number; toMs: number | undefined }[] = [];
  private readonly open = new Map<string, { toMs: number | undefined }>();

  /** In the order in which they happened; what is no trigger's is passed over. */
  add({ kind, id, cell, from, to, at }: Transition): void {
    if (kind !== 'trigger') return;
    const key = `${id} ${cellKey(cell)}`;
    if (to === 'firing') {
      const firing = { id, cell, fromMs: at, toMs: undefined };
      this.all.push(firing);
      this.open.set(key, firing);
    } else if (from === 'firing') {
      const firing = this.open.get(key);
      if (firing !== undefined) firing.toMs = at;
      this.open.delete(key);
    }
  }

  /** By when they began. */
  get firings(): readonly Firing[] {
    return this.all;
  }
}

export function firingsOf(transitions: readonly Transition[]): readonly Firing[] {
  const book = new FiringBook();
  for (const transition of transitions) book.add(transition);
  return book.firings;
}
