import { chiSquareUpper } from './chiSquare.ts';
import { deviance } from './deviance.ts';
import { stirlingCorrection } from './logGamma.ts';

/**
 * Chi-square p-value of counts against what was expected of each arm (same order; expectations need not be integers,
 * and are scaled to the total of the counts). For display: it is not safe to look at again and again.
 *
 * An arm with no expectation is left out of the total and of the degrees of freedom. With fewer than two arms left, or
 * no counts, p is 1.
 */
export function sampleRatioP(counts: readonly number[], expectedCounts: readonly number[]): number {
  const arms = counts
    .map((count, index) => ({ count: Math.max(0, count), expected: expectedCounts[index] ?? 0 }))
    .filter((arm) => arm.expected > 0);
  const total = arms.reduce((sum, arm) => sum + arm.count, 0);
  const expectedTotal = arms.reduce((sum, arm) => sum + arm.expected, 0);
  if (arms.length < 2 || total <= 0) return 1;
  const square = arms.reduce((sum, arm) => {
    const expected = (arm.expected / expectedTotal) * total;
    return sum + ((arm.count - expected) / expected) * (arm.count - expected);
  }, 0);
  return chiSquareUpper(square, arms.length - 1);
}

/** How firmly the alternative starts at the planned shares: as if so many units had been seen to follow them. */
const PRIOR_UNITS = 10_000;

/**
 * A sample-ratio test that may be looked at after every batch: `p` falls below alpha at any time with a probability of
 * at most alpha while the arms get the shares that they should. Plain JSON.
 */
export interface SampleRatioProcess {
  /** Logarithm of the Bayes factor against the planned shares. */
  logBayes: number;
  /** The smallest `1 / Bayes factor` so far, at most 1. */
  p: number;
  /** Units that came to each arm, and that should have, of the batches in which the arm had a share. */
  counts: number[];
  expected: number[];
}

/** The test before any unit, for a number of arms that stays. */
export function createSampleRatioProcess(arms: number): SampleRatioProcess {
  return { logBayes: 0, p: 1, counts: new Array<number>(arms).fill(0), expected: new Array<number>(arms).fill(0) };
}

/**
 * Takes in one batch: the units of each arm, and the share that each should have had *in this batch* (any positive
 * weights; they are scaled to 1). Changes the state in place.
 *
 * The alternative is a Dirichlet-multinomial whose prior is 10,000 units at the planned shares. While shares are constant the
 * Bayes factor does not depend on how the units are cut into batches. When they change, what the alternative has
 * learned is carried over as a factor on each arm's share (observed over expected), which uses the past only, so that
 * the test stays valid. Units of an arm without a share are left out, and so is a batch with fewer than two arms.
 */
export function stepSampleRatio(state: SampleRatioProcess, counts: readonly number[], shares: readonly number[]): void {
  const weights = state.counts.map((_, arm) => Math.max(0, shares[arm] ?? 0));
  const weightTotal = sumOf(weights);
  const planned = weights.map((weight) => weight / weightTotal);
  const units = planned.map((share, arm) => (share > 0 ? Math.max(0, counts[arm] ?? 0) : 0));
  const total = sumOf(units);
  if (weights.filter((weight) => weight > 0).length < 2 || total <= 0) return;

  const learned = planned.map((share, arm) => {
    const prior = PRIOR_UNITS * share;
    return share > 0 ? (share * (prior + (state.counts[arm] ?? 0))) / (prior + (state.expected[arm] ?? 0)) : 0;
  });
  const learnedTotal = sumOf(learned);
  const concentration = PRIOR_UNITS + sumOf(state.counts);

  let gain = -logRising(concentration, total);
  planned.forEach((share, arm) => {
    const count = units[arm] ?? 0;
    if (share > 0 && count > 0) {
      const shareOfAlternative = (learned[arm] ?? 0) / learnedTotal;
      gain += count * Math.log(shareOfAlternative / share) + logRising(concentration * shareOfAlternative, count);
    }
    state.counts[arm] = (state.counts[arm] ?? 0) + count;
    state.expected[arm] = (state.expected[arm] ?? 0) + share * total;
  });
  state.logBayes += gain;
  state.p = Math.min(state.p, Math.exp(-state.logBayes));
}

/** `ln(gamma(a + count) / gamma(a)) - count ln a`: how much a rising factorial exceeds a power. No large logarithm is subtracted. */
function logRising(a: number, count: number): number {
  const sum = a + count;
  return deviance(sum, a, count) - 0.5 * Math.log1p(count / a) + stirlingCorrection(sum) - stirlingCorrection(a);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
