/**
 * Asymptotic confidence sequences (Waudby-Smith et al.): intervals of a mean that hold at all sample sizes at once, so
 * that they may be looked at after every unit. `alpha` is in (0, 1), the chance that any of them ever misses.
 */

/**
 * The tuning that makes the sequence narrowest around `firstDecision` units:
 * `sqrt((-2 ln alpha + ln(-2 ln alpha + 1)) / firstDecision)`.
 */
export function rho(alpha: number, firstDecision: number): number {
  const twice = -2 * Math.log(alpha);
  return Math.sqrt((twice + Math.log1p(twice)) / firstDecision);
}

/**
 * Half of the width around an estimate with `standardError` from N units of all arms:
 * `se sqrt(N) sqrt(2 (N rho^2 + 1) / (N^2 rho^2) ln(sqrt(N rho^2 + 1) / alpha))`. `N <= 0` gives Infinity.
 */
export function halfWidth(standardError: number, N: number, tuning: number, alpha: number): number {
  if (N <= 0) return Infinity;
  const units = N * tuning * tuning;
  return standardError * Math.sqrt(2 * (1 + 1 / units) * (0.5 * Math.log1p(units) - Math.log(alpha)));
}

/**
 * The number of units at which the half-width comes down to `width`, where `unitError` is the standard error times the
 * square root of the units behind it. 0 when `unitError` is 0, Infinity when `width <= 0`.
 */
export function unitsForHalfWidth(width: number, unitError: number, tuning: number, alpha: number): number {
  if (width <= 0) return Infinity;
  if (unitError <= 0) return 0;
  const isWide = (logN: number) =>
    halfWidth(unitError / Math.sqrt(Math.exp(logN)), Math.exp(logN), tuning, alpha) > width;
  let low = -50;
  let high = 50;
  if (isWide(high)) return Infinity;
  for (let round = 0; round < 100; round += 1) {
    const middle = (low + high) / 2;
    if (isWide(middle)) low = middle;
    else high = middle;
  }
  return Math.exp(high);
}
