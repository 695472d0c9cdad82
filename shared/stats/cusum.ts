import { solveRunLength } from './runLength.ts';

/**
 * The reference value of a Poisson CUSUM that is to tell a mean of `m1` from one of `m0` (events per interval):
 * `(m1 - m0) / ln(m1 / m0)`, which lies between the two. Equal means give that mean; a mean of 0 on either side gives 0.
 */
export function cusumReference(m0: number, m1: number): number {
  if (m0 === m1) return m0;
  if (m0 <= 0 || m1 <= 0) return 0;
  return (m1 - m0) / Math.log1p((m1 - m0) / m0);
}

/** One interval with `x` events: `max(0, s + x - k)`. The alarm is on while the result is at or above h. */
export function stepCusum(s: number, x: number, k: number): number {
  return Math.max(0, s + x - k);
}

/**
 * The mean number of intervals until `S >= h`, from `S = 0`, when events come as a Poisson process with `rate` per
 * interval. `h <= 0` gives 1 (on from the first interval); `rate <= 0` gives Infinity, as does a length beyond doubles.
 * The method and its accuracy are described at `solveRunLength`.
 */
export function poissonCusumArl(k: number, h: number, rate: number): number {
  if (h <= 0) return 1;
  if (rate <= 0) return Infinity;
  return solveRunLength(Math.max(0, k), h, rate);
}

/** How many alarms a day to expect while all is well (mean `m0` per interval of `everyMs`), each followed by a restart at 0. */
export function falseAlarmsPerDay(everyMs: number, m0: number, k: number, h: number): number {
  return 86_400_000 / everyMs / poissonCusumArl(k, h, m0);
}
