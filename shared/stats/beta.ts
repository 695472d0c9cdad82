import { betaTail } from './betaTail.ts';
import { normalQuantile } from './normal.ts';

/**
 * I_x(a, b): the share of Beta(a, b) at or below x. Parameters may be any numbers `>= 0`, from 1e-3 to 1e9 and beyond.
 * Relative error below 1e-9, in far tails too.
 *
 * Edges, as limits: `x <= 0` gives 0 and `x >= 1` gives 1; else `a = 0` (all mass at 0) gives 1 and `b = 0` (all mass
 * at 1) gives 0.
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return betaShare(x, 1 - x, a, b);
}

/**
 * I_x(a, b) with `y = 1 - x` given apart, for callers who know both to full precision (an upper tail at a tiny x).
 * Same edges as `regularizedBeta`; `x <= 0` wins over `y <= 0`.
 */
export function betaShare(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (a <= 0) return 1;
  if (b <= 0) return 0;
  const { isLower, logTail } = betaTail(x, y, Math.max(a, LEAST), Math.max(b, LEAST));
  return isLower ? Math.exp(logTail) : -Math.expm1(logTail);
}

/** A point of the unit interval, with full relative precision at both of its ends. */
export interface BetaPoint {
  readonly x: number;
  /** 1 - x. */
  readonly y: number;
  /** x / y. */
  readonly odds: number;
}

/**
 * The point of Beta(a, b) with mass `lower` below and `upper = 1 - lower` above it. Both are given, so that a
 * confidence close to 1 keeps its digits; the smaller is the one that counts.
 */
export function betaPoint(lower: number, upper: number, a: number, b: number): BetaPoint {
  if (lower <= 0) return AT_ZERO;
  if (upper <= 0) return AT_ONE;
  if (a <= 0) return AT_ZERO;
  if (b <= 0) return AT_ONE;
  const [left, right] = [Math.max(a, LEAST), Math.max(b, LEAST)];
  const logit = lower <= upper ? logitOfLower(lower, left, right) : -logitOfLower(upper, right, left);
  const odds = Math.exp(logit);
  return { x: 1 / (1 + Math.exp(-logit)), y: 1 / (1 + odds), odds };
}

/** Parameters smaller than this, though not 0, count as this: there is no telling them apart. */
const LEAST = 1e-250;

const AT_ZERO: BetaPoint = { x: 0, y: 1, odds: 0 };
const AT_ONE: BetaPoint = { x: 1, y: 0, odds: Infinity };

/** Beyond this the odds leave the range of normal doubles; the answer is then 0 or 1 to every digit that there is. */
const LAST_LOGIT = 708;

/**
 * Newton's method on the logarithm of the lower mass as a function of ln(x / y). That function is concave, so that the
 * steps cannot run away on one side; on the other they are kept inside a bracket.
 */
function logitOfLower(lower: number, a: number, b: number): number {
  const target = Math.log(lower);
  let low = -LAST_LOGIT;
  let high = LAST_LOGIT;
  let logit = clamp(Math.log(a / b) + normalQuantile(lower) * Math.sqrt(1 / a + 1 / b), low, high);
  for (let round = 0; round < 200; round += 1) {
    const x = 1 / (1 + Math.exp(-logit));
    const y = 1 / (1 + Math.exp(logit));
    const { isLower, logTail, logKernel } = betaTail(x, y, a, b);
    const logLower = isLower ? logTail : Math.log1p(-Math.exp(logTail));
    const excess = logLower - target;
    if (excess === 0) return logit;
    if (excess > 0) high = logit;
    else low = logit;
    const step = excess / Math.exp(logKernel - logLower);
    const next = logit - step;
    if (Math.abs(step) <= 1e-14 * Math.max(1, Math.abs(logit)) || high - low <= 1e-13) break;
    logit = next > low && next < high ? next : (low + high) / 2;
  }
  if (logit < 1e-9 - LAST_LOGIT) return -Infinity;
  if (logit > LAST_LOGIT - 1e-9) return Infinity;
  return logit;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
