import { deviance } from './deviance.ts';
import { stirlingCorrection } from './logGamma.ts';

/**
 * One tail of a beta distribution, the one that is safe to compute: the other is `1 - exp(logTail)` without harm,
 * because this one is never close to 1 when the other is small.
 */
export interface BetaTail {
  /** True when `logTail` is of the mass below x, false when it is of the mass above. */
  readonly isLower: boolean;
  readonly logTail: number;
  /** Logarithm of `x^a y^b / B(a, b)`, the density in `ln(x / y)`. */
  readonly logKernel: number;
}

/** Above this the integral by quadrature is cheaper than the continued fraction, and smooth enough for it. */
const QUADRATURE_FROM = 2000;

/**
 * The tail of Beta(a, b) at x. `y` is `1 - x`, given apart so that neither loses digits near 0.
 * Needs `a > 0`, `b > 0`, `0 < x < 1`, `0 < y < 1`.
 */
export function betaTail(x: number, y: number, a: number, b: number): BetaTail {
  // a - (a + b) x, the distance to the mean.
  const offset = a * y - b * x;
  const logKernel = betaLogKernel(x, y, a, b, offset);
  const isLower = offset >= 0;
  const factor = isLower ? tailOverKernel(x, y, a, b, offset) : tailOverKernel(y, x, b, a, -offset);
  return { isLower, logTail: Math.min(0, logKernel + Math.log(factor)), logKernel };
}

/**
 * Logarithm of `x^a y^b / B(a, b)`, built from deviances and Stirling corrections so that nothing large is subtracted:
 * good to about 1e-10 of the result for a + b of 1e9, and to 1e-14 for everyday counts.
 */
export function betaLogKernel(x: number, y: number, a: number, b: number, offset = a * y - b * x): number {
  const sum = a + b;
  return (
    0.5 * Math.log((a / (2 * Math.PI)) * (b / sum)) +
    stirlingCorrection(sum) -
    stirlingCorrection(a) -
    stirlingCorrection(b) -
    deviance(a, sum * x, offset) -
    deviance(b, sum * y, -offset)
  );
}

/** Mass below x over the kernel, for x at or below the mean. */
function tailOverKernel(x: number, y: number, a: number, b: number, offset: number): number {
  return a >= QUADRATURE_FROM && b >= QUADRATURE_FROM
    ? tailByQuadrature(x, y, a, b, offset)
    : tailByFraction(x, y, a, b, offset);
}

/** The even part of the classical continued fraction, forward by the modified Lentz method. */
function tailByFraction(x: number, y: number, a: number, b: number, offset: number): number {
  const tiny = 1e-300;
  let value = (a / (a + 1)) * (offset + 1);
  let c = value;
  let d = 0;
  for (let n = 1; n < 200_000; n += 1) {
    const before = a + 2 * n - 1;
    const numerator = ((a + n - 1) / before) * ((a + b + n - 1) / before) * (n * x) * ((b - n) * x);
    const denominator = n + (n * (b - n) * x) / before + ((a + n) / (before + 2)) * (offset + 1 + n * (1 + y));
    d = denominator + numerator * d;
    if (Math.abs(d) < tiny) d = tiny;
    c = denominator + numerator / c;
    if (Math.abs(c) < tiny) c = tiny;
    d = 1 / d;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 3e-16 || numerator === 0) break;
  }
  return 1 / value;
}

/**
 * The density in `ln(x / y)` is log-concave and, with both parameters large, as smooth as a normal's: 40 Gauss-Legendre
 * nodes over the stretch that matters are exact to rounding, however large the counts are.
 */
function tailByQuadrature(x: number, y: number, a: number, b: number, offset: number): number {
  const sum = a + b;
  const negligible = -38;
  const curvature = sum * x * y;
  let reach = (-2 * negligible) / (offset + Math.sqrt(offset * offset - 2 * negligible * curvature));
  // How far the log density has fallen one step to the left, in the form whose two terms are the smaller.
  const fall =
    x <= 0.5
      ? (step: number) => -a * step - sum * Math.log1p(x * Math.expm1(-step))
      : (step: number) => b * step - sum * Math.log1p(y * Math.expm1(step));
  while (fall(reach) > negligible) reach *= 1.15;
  let integral = 0;
  for (let index = 0; index < GAUSS_NODES.length; index += 1) {
    integral += (GAUSS_WEIGHTS[index] ?? 0) * Math.exp(fall((GAUSS_NODES[index] ?? 0) * reach));
  }
  return integral * reach;
}

const { nodes: GAUSS_NODES, weights: GAUSS_WEIGHTS } = gaussLegendre(40);

/** Nodes and weights on 0..1, roots of the Legendre polynomial by Newton's method. */
function gaussLegendre(count: number): { nodes: number[]; weights: number[] } {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index += 1) {
    let root = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let round = 0; round < 20; round += 1) {
      let previous = 1;
      let current = root;
      for (let degree = 2; degree <= count; degree += 1) {
        const next = ((2 * degree - 1) * root * current - (degree - 1) * previous) / degree;
        previous = current;
        current = next;
      }
      slope = (count * (root * current - previous)) / (root * root - 1);
      const change = current / slope;
      root -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    nodes.push((1 - root) / 2);
    weights.push(1 / ((1 - root * root) * slope * slope));
  }
  return { nodes, weights };
}
