/**
 * Bins of a DDSketch with relative accuracy 1 %: bin k holds the values in `(GAMMA^(k-1), GAMMA^k]`, and its
 * representative is within 1 % of each of them. Sketches with this mapping merge by adding counts, exactly and in any
 * order.
 */
export const quantileError = 0.01;
const GAMMA = (1 + quantileError) / (1 - quantileError);
const LOG_GAMMA = Math.log(GAMMA);

/** Smallest and largest value with a bin of its own: the range of normal doubles. */
const SMALLEST = 2.2250738585072014e-308;
const LARGEST = Number.MAX_VALUE;

/** The bin of zero, and of whatever is too small to tell from it. It sorts before every other bin. */
export const ZERO_BIN = -65_536;

/**
 * The bin of a value: an integer. Zero, subnormal and negative values (a latency has none) and NaN go to `ZERO_BIN`;
 * Infinity goes to the bin of the largest double.
 */
export function binOf(value: number): number {
  if (!(value >= SMALLEST)) return ZERO_BIN;
  return Math.ceil(Math.log(value > LARGEST ? LARGEST : value) / LOG_GAMMA);
}

/** The value that stands for a bin: `2 GAMMA^k / (GAMMA + 1)`, or 0 for `ZERO_BIN`. */
export function valueOfBin(bin: number): number {
  if (bin === ZERO_BIN) return 0;
  return Math.min(LARGEST, (2 / (1 + GAMMA)) * Math.exp(bin * LOG_GAMMA));
}
