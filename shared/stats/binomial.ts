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

/** P(X > k) + P(X = k) / 2: half of the observed count, for display. Halfway between the tails at k and at k + 1. */
export function binomialUpperMidP(k: number, n: number, p: number, q = 1 - p): number {
  return (binomialUpperTail(k, n, p, q) + binomialUpperTail(k + 1, n, p, q)) / 2;
}
