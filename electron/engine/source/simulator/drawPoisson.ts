import { portableExp, portableLog } from './portableMath.ts';
import type { RandomStream } from './randomStream.ts';

/** From this mean on, rejection is quicker than adding up the distribution. */
const rejectionFrom = 10;

/** A count of independent events of which `mean` are expected, at most 1e15. */
export function drawPoisson(stream: RandomStream, mean: number): number {
  if (!(mean > 0)) return 0;
  return mean < rejectionFrom ? drawByInversion(stream, mean) : drawByRejection(stream, mean);
}

function drawByInversion(stream: RandomStream, mean: number): number {
  const ratio = stream.nextRatio();
  let probability = portableExp(-mean);
  let cumulative = probability;
  let count = 0;
  while (ratio > cumulative && probability > 0) {
    count++;
    probability *= mean / count;
    cumulative += probability;
  }
  return count;
}

/** Hörmann's transformed rejection with squeeze (PTRS, 1993). */
function drawByRejection(stream: RandomStream, mean: number): number {
  const spread = 0.931 + 2.53 * Math.sqrt(mean);
  const tilt = -0.059 + 0.02483 * spread;
  const inverseAlpha = 1.1239 + 1.1328 / (spread - 3.4);
  const squeeze = 0.9277 - 3.6224 / (spread - 2);
  const logMean = portableLog(mean);
  for (;;) {
    const u = stream.nextRatio() - 0.5;
    const v = stream.nextRatio();
    const tail = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * tilt) / tail + spread) * u + mean + 0.43);
    if (tail >= 0.07 && v <= squeeze) return count;
    if (count < 0 || (tail < 0.013 && v > tail)) continue;
    const offered = portableLog((v * inverseAlpha) / (tilt / (tail * tail) + spread));
    if (offered <= count * logMean - mean - logFactorial(count)) return count;
  }
}

/** ln(n!), by Stirling's series from 10 on: more exact than the comparison above needs. */
function logFactorial(n: number): number {
  if (n < 10) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return portableLog(product);
  }
  const x = n + 1;
  const correction = (1 / 12 - (1 / 360 - 1 / (1260 * x * x)) / (x * x)) / x;
  return (x - 0.5) * portableLog(x) - x + 0.9189385332046727 + correction;
}
