import type { Reading } from '../reading.ts';
import type { RunningSum } from '../runningSum.ts';

/**
 * When a condition is known to be false and clear, by running sums alone: as long as `part / of / allowed` is at most
 * `limit`, `base` has come to `least`, and every source of the reading was heard in time.
 */
export interface Calm {
  readonly part: RunningSum;
  /** What counts is what `part` leaves of `of`. */
  readonly isRest: boolean;
  readonly of: RunningSum;
  readonly allowed: number;
  readonly limit: number;
  readonly base: RunningSum;
  readonly least: number;
  readonly reading: Reading;
}
