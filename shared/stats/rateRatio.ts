import { betaPoint } from './beta.ts';
import { binomialUpperMidP, binomialUpperTail } from './binomial.ts';
import { normalQuantile } from './normal.ts';
import { wilson, type Interval } from './proportion.ts';

/**
 * Two rates, treatment `k1 / n1` against baseline `k0 / n0`: counts of events (negative ones count as 0) over exposures,
 * which may be any numbers. Given the events of both, those of the treatment are binomial with the share
 * `p = ratio n1 / (ratio n1 + n0)` if the true ratio of the rates is `ratio`.
 *
 * Without exposure on a side (`n <= 0`) nothing can be said: p-values are 1 and intervals are unbounded.
 */

/** P(K1 >= k1 | K1 + K0), exact: small when the ratio of the rates is greater than `ratio` (>= 0). */
export function pGreater(k1: number, n1: number, k0: number, n0: number, ratio: number): number {
  if (n1 <= 0 || n0 <= 0) return 1;
  const [x, total] = [Math.max(0, k1), Math.max(0, k1) + Math.max(0, k0)];
  return binomialUpperTail(x, total, ...shares(n1, n0, ratio));
}

/** P(K1 > k1 | K1 + K0) + P(K1 = k1 | K1 + K0) / 2: less strict, for display. Without any event it is one half. */
export function midPGreater(k1: number, n1: number, k0: number, n0: number, ratio: number): number {
  if (n1 <= 0 || n0 <= 0) return 1;
  const [x, total] = [Math.max(0, k1), Math.max(0, k1) + Math.max(0, k0)];
  return binomialUpperMidP(x, total, ...shares(n1, n0, ratio));
}

/**
 * Two-sided interval of the ratio of the rates, from the Clopper-Pearson interval of the share. `low` is 0 when the
 * treatment has no event, `high` is Infinity when the baseline has none; without any event it is 0..Infinity.
 */
export function ratioInterval(k1: number, n1: number, k0: number, n0: number, confidence: number): Interval {
  if (n1 <= 0 || n0 <= 0) return { low: 0, high: Infinity };
  const [x1, x0] = [Math.max(0, k1), Math.max(0, k0)];
  const doubt = (1 - confidence) / 2;
  const sure = (1 + confidence) / 2;
  const scale = n0 / n1;
  return {
    low: x1 === 0 ? 0 : betaPoint(doubt, sure, x1, x0 + 1).odds * scale,
    high: x0 === 0 ? Infinity : betaPoint(sure, doubt, x1 + 1, x0).odds * scale,
  };
}

/**
 * Two-sided interval of the difference of two proportions `k1/n1 - k0/n0`, for display: Newcombe's hybrid score method,
 * which squares and adds the distances from each share to its own Wilson bound. Counts are clamped to 0..n; a side
 * without exposure may be anything in 0..1.
 */
export function differenceInterval(k1: number, n1: number, k0: number, n0: number, confidence: number): Interval {
  return combine(clampedShare(k1, n1), wilson(k1, n1, confidence), clampedShare(k0, n0), wilson(k0, n0, confidence));
}

/**
 * The same for two rates whose events may outnumber their exposures (per 1,000, per second): each side's interval is
 * the Poisson score interval `(k + z^2/2 +- z sqrt(k + z^2/4)) / n`. Without exposure on a side it is unbounded.
 */
export function rateDifferenceInterval(k1: number, n1: number, k0: number, n0: number, confidence: number): Interval {
  if (n1 <= 0 || n0 <= 0 || confidence >= 1) return { low: -Infinity, high: Infinity };
  return combine(
    Math.max(0, k1) / n1,
    poissonScore(k1, n1, confidence),
    Math.max(0, k0) / n0,
    poissonScore(k0, n0, confidence),
  );
}

function shares(n1: number, n0: number, ratio: number): [p: number, q: number] {
  const weight = Math.max(0, ratio) * n1;
  if (weight === Infinity) return [1, 0];
  return [weight / (weight + n0), n0 / (weight + n0)];
}

function combine(value1: number, side1: Interval, value0: number, side0: Interval): Interval {
  const difference = value1 - value0;
  return {
    low: difference - Math.hypot(value1 - side1.low, side0.high - value0),
    high: difference + Math.hypot(side1.high - value1, value0 - side0.low),
  };
}

/** The observed share; the middle of what is possible when there is no exposure. */
function clampedShare(k: number, n: number): number {
  return n <= 0 ? 0.5 : Math.min(1, Math.max(0, k / n));
}

function poissonScore(k: number, n: number, confidence: number): Interval {
  const count = Math.max(0, k);
  const z = -normalQuantile((1 - Math.max(0, confidence)) / 2);
  const square = z * z;
  const high = count + square / 2 + z * Math.sqrt(count + square / 4);
  return { low: count === 0 ? 0 : (count * count) / high / n, high: high / n };
}
