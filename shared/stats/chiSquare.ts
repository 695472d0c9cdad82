import { regularizedGammaUpper } from './gamma.ts';

/**
 * P(X >= x) of a chi-square distribution with `dof` degrees of freedom, to full relative precision in the far tail.
 * `dof <= 0` (nothing to test) gives 1; `x <= 0` gives 1.
 */
export function chiSquareUpper(x: number, dof: number): number {
  if (dof <= 0) return 1;
  return regularizedGammaUpper(dof / 2, x / 2);
}
