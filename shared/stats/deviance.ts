/**
 * `x ln(x / mean) + mean - x`, the deviance of `x` against its `mean`, without the cancellation that the three terms
 * suffer when `x` is near `mean`. `x >= 0`, `mean >= 0`.
 *
 * `difference` is `x - mean`; give it where it is known more exactly than the subtraction would find it.
 * Edges: `x = 0` gives `mean`; `mean = 0` with `x > 0` gives Infinity.
 */
export function deviance(x: number, mean: number, difference = x - mean): number {
  if (x <= 0) return mean;
  if (mean <= 0) return Infinity;
  if (Math.abs(difference) < 0.1 * (x + mean)) {
    // ln(x / mean) = 2 artanh(v): the linear part cancels against mean - x and leaves powers of v.
    const v = difference / (x + mean);
    const square = v * v;
    let term = 2 * x * v;
    let sum = difference * v;
    for (let odd = 3; odd < 60; odd += 2) {
      term *= square;
      const next = sum + term / odd;
      if (next === sum) break;
      sum = next;
    }
    return sum;
  }
  const ratio = x / mean;
  const logRatio = ratio < Infinity && ratio > 0 ? Math.log(ratio) : Math.log(x) - Math.log(mean);
  return x * logRatio - difference;
}
