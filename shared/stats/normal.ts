import { regularizedGamma, regularizedGammaUpper } from './gamma.ts';

const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/** P(Z <= z) of the standard normal, to full relative precision in the far lower tail. -Infinity gives 0, Infinity 1. */
export function normalCdf(z: number): number {
  const half = 0.5 * z * z;
  if (z < -0.5) return 0.5 * regularizedGammaUpper(0.5, half);
  const central = 0.5 * regularizedGamma(0.5, half);
  return z < 0 ? 0.5 - central : 0.5 + central;
}

/**
 * The z with `normalCdf(z) = p`. `p <= 0` gives -Infinity, `p >= 1` gives Infinity. Exactly odd around one half.
 */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  if (p === 0.5) return 0;
  // 1 - p is exact for p of one half and above.
  return p > 0.5 ? -lowerQuantile(1 - p) : lowerQuantile(p);
}

function lowerQuantile(p: number): number {
  // A rational start, good to 3e-3 (Hastings), then Halley's method on ln P, which is concave.
  const t = Math.sqrt(-2 * Math.log(p));
  let z = (2.30753 + 0.27061 * t) / (1 + t * (0.99229 + 0.04481 * t)) - t;
  for (let round = 0; round < 8; round += 1) {
    const below = normalCdf(z);
    const hazard = Math.exp(-0.5 * z * z) / (SQRT_TWO_PI * below);
    const newton = Math.log(below / p) / hazard;
    const step = newton / (1 + 0.5 * newton * (z + hazard));
    z -= step;
    if (Math.abs(step) < 1e-13 * Math.max(1, Math.abs(z))) break;
  }
  return z;
}
