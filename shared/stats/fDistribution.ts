import { betaPoint, betaShare } from './beta.ts';

/**
 * P(F <= f) for the F distribution with d1 and d2 degrees of freedom, any numbers > 0.
 * Edges: `f <= 0` gives 0, `f = Infinity` gives 1.
 */
export function fCdf(f: number, d1: number, d2: number): number {
  if (f <= 0) return 0;
  if (f === Infinity) return 1;
  const odds = (d1 / d2) * f;
  if (odds === Infinity) return 1;
  return betaShare(odds / (1 + odds), 1 / (1 + odds), d1 / 2, d2 / 2);
}

/**
 * The f with `fCdf(f, d1, d2) = p`. Edges: `p <= 0` gives 0 and `p >= 1` gives Infinity; else `d1 = 0` gives 0 and
 * `d2 = 0` gives Infinity.
 */
export function fQuantile(p: number, d1: number, d2: number): number {
  const { odds } = betaPoint(p, 1 - p, d1 / 2, d2 / 2);
  if (odds === 0 || odds === Infinity) return odds;
  return (odds * d2) / d1;
}
