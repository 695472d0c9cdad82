import { betaLogKernel } from './betaTail.ts';
import { betaShare } from './beta.ts';

/**
 * The probability of a success is given as `p`, and optionally as `q = 1 - p` where the caller knows it better.
 * Counts need not be integers: tails are then those of the beta form, which agrees with the binomial at the integers.
 */

/**
 * P(X >= k) for X ~ Binomial(n, p). Edges: `k <= 0` gives 1; `k > n` gives 0; else `p <= 0` gives 0 and `p >= 1` gives 1.
 */
export function binomialUpperTail(k: number, n: number, p: number, q = 1 - p): number {
  if (k <= 0) return 1;
  if (k > n) return 0;
  return betaShare(p, q, k, n - k + 1);
}

/**
 * P(X <= k) for X ~ Binomial(n, p). Edges: `k < 0` gives 0; `k >= n` gives 1; else `p <= 0` gives 1 and `p >= 1` gives 0.
 */
export function binomialLowerTail(k: number, n: number, p: number, q = 1 - p): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  if (p <= 0) return 1;
  return betaShare(q, p, n - k, k + 1);
}

/** P(X = k) for X ~ Binomial(n, p). Zero outside 0..n; a k between integers is interpolated by the gamma function. */
export function binomialPmf(k: number, n: number, p: number, q = 1 - p): number {
  if (k < 0 || k > n) return 0;
  if (p <= 0) return k === 0 ? 1 : 0;
  if (q <= 0) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * logComplement(p, q));
  if (k === n) return Math.exp(n * logComplement(q, p));
  // n! / (k! (n-k)!) p^k q^(n-k), written as a beta kernel: 1 / B(k, n-k) = (k (n-k) / n) x the coefficient.
  return Math.exp(betaLogKernel(p, q, k, n - k)) * (n / k / (n - k));
}

/** P(X > k) + P(X = k) / 2: half of the observed count, for display. Halfway between the tails at k and at k + 1. */
export function binomialUpperMidP(k: number, n: number, p: number, q = 1 - p): number {
  return (binomialUpperTail(k, n, p, q) + binomialUpperTail(k + 1, n, p, q)) / 2;
}

/** ln(1 - p), from whichever of p and q has more digits to give. */
function logComplement(p: number, q: number): number {
  return p < 0.5 ? Math.log1p(-p) : Math.log(q);
}
