import { deviance } from './deviance.ts';
import { stirlingCorrection } from './logGamma.ts';

/**
 * P(a, x), the share of a gamma distribution of shape `a` at or below `x`. `a >= 0`, `x >= 0`.
 * Edges: `x <= 0` gives 0, `x = Infinity` gives 1, `a = 0` puts everything at 0 and gives 1 for `x > 0`.
 */
export function regularizedGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (a <= 0 || x === Infinity) return 1;
  return x < a + 1 ? lowerBySeries(a, x) : 1 - upperByFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), computed without cancellation. Same edges, mirrored. */
export function regularizedGammaUpper(a: number, x: number): number {
  if (x <= 0) return 1;
  if (a <= 0 || x === Infinity) return 0;
  return x < a + 1 ? 1 - lowerBySeries(a, x) : upperByFraction(a, x);
}

/** `x^a e^-x / gamma(a)`. */
function gammaKernel(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-deviance(a, x) - stirlingCorrection(a));
}

function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 1_000_000; n += 1) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.min(1, sum * gammaKernel(a, x));
}

function upperByFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1_000_000; n += 1) {
    const numerator = n * (a - n);
    b += 2;
    d = b + numerator * d;
    if (Math.abs(d) < tiny) d = tiny;
    c = b + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 3e-16 || numerator === 0) break;
  }
  return Math.min(1, value * gammaKernel(a, x));
}
