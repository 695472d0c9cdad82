import type { RandomStream } from './randomStream.ts';

/** So many at a time: the chance that none of them comes is far above the smallest number. */
const atATime = 200;

/** How many of `n` there are when each is with this chance, independently of the others. */
export function drawBinomial(stream: RandomStream, n: number, chance: number): number {
  if (!(chance > 0) || n <= 0) return 0;
  if (chance >= 1) return n;
  if (chance > 0.5) return n - drawBinomial(stream, n, 1 - chance);
  let count = 0;
  for (let left = n; left > 0; left -= atATime) count += drawByInversion(stream, Math.min(left, atATime), chance);
  return count;
}

function drawByInversion(stream: RandomStream, n: number, chance: number): number {
  const odds = chance / (1 - chance);
  const ratio = stream.nextRatio();
  let probability = wholePower(1 - chance, n);
  let cumulative = probability;
  let count = 0;
  while (ratio > cumulative && count < n) {
    probability *= (odds * (n - count)) / (count + 1);
    count++;
    cumulative += probability;
  }
  return count;
}

/** By squaring: multiplications alone are the same on every machine. */
function wholePower(base: number, exponent: number): number {
  let power = 1;
  let factor = base;
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= factor;
    factor *= factor;
  }
  return power;
}
