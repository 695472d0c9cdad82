import { betaPoint, betaShare } from './beta.ts';
import { betaLogKernel } from './betaTail.ts';
import { normalQuantile } from './normal.ts';

/** Two bounds of a proportion, both in 0..1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * In this file `x` of `n` is clamped to 0..n, and need not be an integer: Clopper-Pearson is then its beta form.
 * `n <= 0` says nothing, so intervals are 0..1 and nothing is proven. `confidence` is in 0..1, such as 0.95.
 */

/** Wilson's score interval, for display. Exactly 0 at `x = 0` and exactly 1 at `x = n`. Confidence 1 gives 0..1. */
export function wilson(x: number, n: number, confidence: number): Interval {
  if (n <= 0 || confidence >= 1) return EVERYTHING;
  const bad = clampCount(x, n);
  const good = n - bad;
  const z = -normalQuantile((1 - Math.max(0, confidence)) / 2);
  const square = z * z;
  const reach = z * Math.sqrt((bad / n) * good + square / 4);
  const high = (bad + square / 2 + reach) / (n + square);
  // Each bound from the product of the two roots, which keeps its digits near 0 and near 1.
  const low = bad === 0 ? 0 : ((bad / n) * bad) / ((n + square) * high);
  return { low, high: good === 0 ? 1 : Math.min(1, high) };
}

/** The two-sided Clopper-Pearson interval, exact: `(1 - confidence) / 2` on either side. */
export function clopperPearson(x: number, n: number, confidence: number): Interval {
  const oneSided = (1 + Math.max(0, confidence)) / 2;
  const doubt = (1 - Math.max(0, confidence)) / 2;
  return { low: lowerPoint(x, n, doubt, oneSided), high: upperPoint(x, n, doubt, oneSided) };
}

/**
 * The one-sided Clopper-Pearson lower bound: the p for which `P(X >= x) = 1 - confidence`. 0 at `x = 0` and at `n <= 0`.
 */
export function lowerBound(x: number, n: number, confidence: number): number {
  return lowerPoint(x, n, 1 - confidence, confidence);
}

/**
 * The one-sided Clopper-Pearson upper bound: the p for which `P(X <= x) = 1 - confidence`. 1 at `x = n` and at `n <= 0`.
 */
export function upperBound(x: number, n: number, confidence: number): number {
  return upperPoint(x, n, 1 - confidence, confidence);
}

/**
 * Whether `lowerBound(x, n, confidence) > threshold`, decided without finding the bound: the tail at the threshold
 * must be below `1 - confidence`. Nearly free where the share itself is not over the threshold, and cheap elsewhere.
 */
export function provesOver(x: number, n: number, threshold: number, confidence: number): boolean {
  if (threshold < 0) return true;
  if (n <= 0) return false;
  const bad = clampCount(x, n);
  // At its own share a count is no surprise: the tail there is one half or more.
  if (confidence >= 0.5 && bad <= threshold * n) return false;
  if (bad === 0 || threshold >= 1 || confidence >= 1) return false;
  if (threshold === 0 || confidence <= 0) return true;
  return isShareBelow(threshold, 1 - threshold, bad, n - bad + 1, 1 - confidence);
}

/** Whether `upperBound(x, n, confidence) < threshold`, decided as cheaply as `provesOver`. */
export function provesUnder(x: number, n: number, threshold: number, confidence: number): boolean {
  if (threshold > 1) return true;
  if (n <= 0) return false;
  const bad = clampCount(x, n);
  if (confidence >= 0.5 && bad >= threshold * n) return false;
  if (bad === n || threshold <= 0 || confidence >= 1) return false;
  if (threshold === 1 || confidence <= 0) return true;
  return isShareBelow(1 - threshold, threshold, n - bad, bad + 1, 1 - confidence);
}

/**
 * Upper bound of a proportion after n trials without one event: `1 - (1 - confidence)^(1/n)`. `n <= 0` gives 1.
 */
export function zeroEventsUpper(n: number, confidence: number): number {
  if (n <= 0 || confidence >= 1) return 1;
  return -Math.expm1(Math.log1p(-Math.max(0, confidence)) / n);
}

const EVERYTHING: Interval = { low: 0, high: 1 };

/** Terms of the series that may be spent before the exact tail is the cheaper way to decide. */
const CHEAP_TERMS = 40;

/** How near to the limit, as a share of it, the bounds are not trusted. */
const SLACK = 1e-9;

/**
 * Whether I_x(a, b) < limit, for `b >= 1`. The tail is a kernel times a series of positive terms whose ratio falls, so
 * that a few of them enclose it between two bounds; only what lies between these needs the tail itself.
 */
function isShareBelow(x: number, y: number, a: number, b: number, limit: number): boolean {
  if (b >= 1 && 1 - b + (a + b) * y > 0) {
    let term = Math.exp(betaLogKernel(x, y, a, b)) / a;
    let sum = term;
    for (let index = 0; index < CHEAP_TERMS; index += 1) {
      if (sum > limit * (1 + SLACK)) return false;
      const ratio = ((a + b + index) * x) / (a + 1 + index);
      // 1 - ratio, without losing it when y is small.
      const gap = (1 - b + (a + b + index) * y) / (a + 1 + index);
      if (sum + (term * ratio) / gap < limit * (1 - SLACK)) return true;
      term *= ratio;
      sum += term;
    }
  }
  return betaShare(x, y, a, b) < limit;
}

function lowerPoint(x: number, n: number, doubt: number, confidence: number): number {
  if (n <= 0) return 0;
  const bad = clampCount(x, n);
  return bad === 0 ? 0 : betaPoint(doubt, confidence, bad, n - bad + 1).x;
}

function upperPoint(x: number, n: number, doubt: number, confidence: number): number {
  if (n <= 0) return 1;
  const bad = clampCount(x, n);
  return bad === n ? 1 : betaPoint(confidence, doubt, bad + 1, n - bad).x;
}

function clampCount(x: number, n: number): number {
  return x <= 0 ? 0 : x >= n ? n : x;
}
