import { fCdf } from './fDistribution.ts';

/** A straight line through counts of equal spans, and what it leaves unexplained. Positions are in spans from the start. */
export interface Trend {
  readonly mean: number;
  /** Change of the count per span; 0 where no trend is significant. */
  readonly slope: number;
  /** Variance of a count around the line. */
  readonly variance: number;
  /** Degrees of freedom behind the variance. */
  readonly freedom: number;
  /** Sum of squared distances of the positions from their middle; Infinity where no slope was fitted. */
  readonly spread: number;
}

/** The least spans in which a trend is looked for. */
const FEWEST_SPANS = 5;

/**
 * Fits counts by least squares. The slope is kept only when a two-sided t-test at 5 % rejects a flat line; else the
 * line is the mean. With one count the variance is 0 on 0 degrees of freedom. `counts` must not be empty.
 */
export function fitTrend(counts: readonly number[]): Trend {
  const size = counts.length;
  const mean = counts.reduce((sum, count) => sum + count, 0) / size;
  const squares = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0);
  const flat = { mean, slope: 0, variance: size > 1 ? squares / (size - 1) : 0, freedom: size - 1, spread: Infinity };
  if (size < FEWEST_SPANS) return flat;

  const spread = (size * (size * size - 1)) / 12;
  const slope = counts.reduce((sum, count, index) => sum + (index + 0.5 - size / 2) * count, 0) / spread;
  const explained = slope * slope * spread;
  const freedom = size - 2;
  const variance = Math.max(0, squares - explained) / freedom;
  // Not the rounding of a sum that should be 0.
  const isReal = explained > 1e-20 * size * mean * mean;
  const isSignificant = isReal && fCdf(explained / variance, 1, freedom) > 0.95;
  return isSignificant ? { mean, slope, variance, freedom, spread } : flat;
}
