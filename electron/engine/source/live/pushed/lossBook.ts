import { Refusals } from '../../../../import/wire/refusals.ts';
import type { LiveGap } from '../liveSource.ts';

/** Whoever sends nonsense all day has it written down so often and no more; every piece of it is counted. */
const betweenMs = 10_000;

/** What came and could not be taken, until it is told. */
export class LossBook {
  private refusals = new Refusals();
  private toldMs = -Infinity;

  add(refusals: Refusals): void {
    this.refusals.addAll(refusals);
  }

  /** How long until there is something to tell; undefined when there is nothing. */
  dueInMs(steadyMs: number): number | undefined {
    return this.refusals.isEmpty ? undefined : Math.max(0, this.toldMs + betweenMs - steadyMs);
  }

  take(steadyMs: number): LiveGap | undefined {
    if (this.dueInMs(steadyMs) !== 0) return undefined;
    const { count, text } = this.refusals;
    this.refusals = new Refusals();
    this.toldMs = steadyMs;
    return { kind: 'gap', count, of: 'samples', text };
  }
}
