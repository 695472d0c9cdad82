/**
 * The exponential and the logarithm from additions, multiplications and divisions alone. The language leaves the last
 * digit of `Math.exp` and `Math.log` open, and one digit is enough to change a recording; these are the same everywhere.
 * Relative error under 1e-14.
 */

const ln2 = 0.6931471805599453;
const ln2High = 0.6931471803691238;
const ln2Low = 1.9082149292705877e-10;

export function portableExp(x: number): number {
  if (x < -708) return 0;
  const halvings = Math.round(x / ln2);
  const rest = x - halvings * ln2High - halvings * ln2Low;
  let sum = 1;
  for (let term = 14; term > 0; term--) sum = 1 + (rest * sum) / term;
  return sum * powerOfTwo(halvings);
}

/** For positive, normal numbers. */
export function portableLog(x: number): number {
  let mantissa = x;
  let doublings = 0;
  for (; mantissa >= 65_536; mantissa /= 65_536) doublings += 16;
  for (; mantissa < 1 / 65_536; mantissa *= 65_536) doublings -= 16;
  for (; mantissa > 1.4142135623730951; mantissa /= 2) doublings++;
  for (; mantissa < 0.7071067811865476; mantissa *= 2) doublings--;
  const ratio = (mantissa - 1) / (mantissa + 1);
  const square = ratio * ratio;
  let sum = 0;
  for (let power = 21; power > 0; power -= 2) sum = sum * square + 1 / power;
  return doublings * ln2Low + 2 * ratio * sum + doublings * ln2High;
}

/** Ten to a small whole power. */
export function powerOfTen(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 10;
  return power;
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  let factor = exponent < 0 ? 0.5 : 2;
  for (let left = Math.abs(exponent); left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power *= factor;
    factor *= factor;
  }
  return power;
}
