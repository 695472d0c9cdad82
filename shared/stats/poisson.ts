import { deviance } from './deviance.ts';
import { regularizedGamma, regularizedGammaUpper } from './gamma.ts';
import { stirlingCorrection } from './logGamma.ts';

/** P(X = count) of a Poisson distribution; `count` is an integer. Below 0 it is 0; `mean <= 0` puts everything at 0. */
export function poissonPmf(count: number, mean: number): number {
  if (count < 0) return 0;
  if (mean <= 0) return count === 0 ? 1 : 0;
  if (count === 0) return Math.exp(-mean);
  return Math.exp(-deviance(count, mean) - stirlingCorrection(count)) / Math.sqrt(2 * Math.PI * count);
}

/** P(X >= count), to full relative precision in the far tail. `count <= 0` gives 1. */
export function poissonUpperTail(count: number, mean: number): number {
  return count <= 0 ? 1 : regularizedGamma(count, mean);
}

/** P(X <= count), to full relative precision in the far tail. `count < 0` gives 0. */
export function poissonLowerTail(count: number, mean: number): number {
  return count < 0 ? 0 : regularizedGammaUpper(count + 1, mean);
}
