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

/**
 * The value at rank `floor(q (n - 1))` of the sorted observations, within 1 %, n being the number of observations.
 *
 * `sortedBins` are bins in ascending order, `countOf` says how many observations each holds; `q` is clamped to 0..1.
 * Undefined when there is no observation.
 */
export function quantileOfBins(
  sortedBins: readonly number[],
  countOf: (bin: number) => number,
  q: number,
): number | undefined {
  let total = 0;
  for (const bin of sortedBins) total += countOf(bin);
  if (total <= 0) return undefined;
  const rank = Math.floor(Math.min(1, Math.max(0, q)) * (total - 1));
  let seen = 0;
  for (const bin of sortedBins) {
    seen += countOf(bin);
    if (seen > rank) return valueOfBin(bin);
  }
  return undefined;
}
