import { betaPoint } from './beta.ts';

/** A span of time from now, in seconds, with the bounds between which it lies. `high` may be Infinity. */
export interface SecondsRange {
  readonly seconds: number;
  readonly low: number;
  readonly high: number;
}

/**
 * When `leftEvents` more events will have happened, if the pace of the last `lastSeconds`, in which there were `n`, is
 * kept: `T x R/n`, and the interval `T x (R/n) x F(2R, 2n)` at both ends of `level`, which holds both the doubt about
 * the pace and the chance in what is to come. `leftEvents` and `n` need not be integers.
 *
 * Undefined when `n <= 0`: not on this path. All zero when nothing is left (`leftEvents <= 0`).
 */
export function exhaustion(leftEvents: number, n: number, lastSeconds: number, level = 0.9): SecondsRange | undefined {
  if (leftEvents <= 0) return { seconds: 0, low: 0, high: 0 };
  if (n <= 0) return undefined;
  const below = (1 - level) / 2;
  const above = (1 + level) / 2;
  // (R/n) F(2R, 2n) is the odds of a Beta(R, n).
  return {
    seconds: lastSeconds * (leftEvents / n),
    low: lastSeconds * betaPoint(below, above, leftEvents, n).odds,
    high: lastSeconds * betaPoint(above, below, leftEvents, n).odds,
  };
}
