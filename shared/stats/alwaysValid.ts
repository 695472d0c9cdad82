/** The alternatives that the test bets on: the treatment's rate is that many times the ratio that is allowed. */
const RATIO_GRID: readonly number[] = [1.25, 1.5, 2, 3, 5];

/**
 * What an always-valid test of "the ratio of two rates is at most r" knows: the logarithm of one test martingale for
 * each member of `RATIO_GRID`. Plain JSON. If the ratio is at most r, the mean of the five reaches
 * `1 / (1 - confidence)` at *any* time with a probability of at most `1 - confidence`, however often it is looked at.
 */
export interface RatioProcess {
  readonly logE: number[];
}

/** The test before any data: all five at 1. */
export function createRatioProcess(): RatioProcess {
  return { logE: RATIO_GRID.map(() => 0) };
}

/**
 * Takes in what arrived since the last step: `k1` events of the treatment and `k0` of the baseline (below 0 counts as 0),
 * where `N1` and `N0` are *all* exposures judged so far, these included. `ratio` (> 0) must stay the same throughout.
 * The state is changed in place.
 *
 * Each process is multiplied by `(p(g r)/p(r))^k1 ((1-p(g r))/(1-p(r)))^k0` with `p(x) = x N1 / (x N1 + N0)`. Without
 * events, or while a side has no exposure, nothing changes.
 */
export function stepRatioProcess(
  state: RatioProcess,
  k1: number,
  k0: number,
  N1: number,
  N0: number,
  ratio: number,
): void {
  const treated = Math.max(0, k1);
  const events = treated + Math.max(0, k0);
  if (events === 0 || !(N1 > 0) || !(N0 > 0) || !(ratio > 0)) return;
  // p(r), written so that it neither overflows nor loses its digits.
  const share = 1 / (1 + N0 / N1 / ratio);
  RATIO_GRID.forEach((factor, index) => {
    const gain = treated * Math.log(factor) - events * Math.log1p((factor - 1) * share);
    state.logE[index] = (state.logE[index] ?? 0) + gain;
  });
}

/** The mean of the five, 1 at the start: how much the data speak against "at most r". Cut off at the largest double. */
export function meanEvidence(state: RatioProcess): number {
  return Math.min(Number.MAX_VALUE, Math.exp(logEvidence(state)));
}

/** True when the mean of the five is at least `1 / (1 - confidence)`. Confidence 1 can never be reached. */
export function isProven(state: RatioProcess, confidence: number): boolean {
  return confidence < 1 && logEvidence(state) >= -Math.log1p(-confidence);
}

/** Natural logarithm of the mean of the five, which may itself be too large for a double. */
function logEvidence(state: RatioProcess): number {
  const largest = Math.max(...state.logE);
  const sum = state.logE.reduce((total, log) => total + Math.exp(log - largest), 0);
  return largest + Math.log(sum / state.logE.length);
}
