import { betaPoint } from './beta.ts';
import type { SecondsRange } from './exhaustion.ts';
import { fQuantile } from './fDistribution.ts';
import { normalQuantile } from './normal.ts';
import { fitTrend, type Trend } from './trend.ts';

/** What a forecast of the moment at which something runs out is made of. */
export interface RunOut {
  /** What is left now, in the unit of the counts. */
  readonly remaining: number;
  /** What was consumed in each of the last whole minutes, oldest first. Negative where more came back than went. */
  readonly perMinute: readonly number[];
  /**
   * Planned demand in each coming minute, as a multiple of what it would be without the plan ("if we go to 50 %"); the
   * last holds from there on. Default: 1 throughout.
   */
  readonly multipliers?: readonly number[];
  /** Chance that the truth is inside. Default 0.9. */
  readonly level?: number;
}

/**
 * When `remaining` will be gone, as a range.
 *
 * With Poisson counts and a steady pace it is the exact interval of `exhaustion`. Minutes that scatter more than that
 * (variance over mean, at least 1, and a little more for having been estimated from few) shrink the counts on which
 * the interval rests. A trend that is significant (see `fitTrend`) is carried on for as many minutes as it was seen,
 * though not below a tenth of the pace; then the pace stays. The doubt about its slope widens the interval.
 * Multipliers stretch the time axis.
 *
 * Undefined when nothing was consumed on balance; all zero when nothing is left. Infinity where the plan's last
 * multiplier is 0 and the rest is not gone by then.
 */
export function rangeToZero({ remaining, perMinute, multipliers = [], level = 0.9 }: RunOut): SecondsRange | undefined {
  if (remaining <= 0) return { seconds: 0, low: 0, high: 0 };
  const minutes = perMinute.length;
  const consumed = perMinute.reduce((sum, count) => sum + count, 0);
  if (!(consumed > 0)) return undefined;

  const trend = fitTrend(perMinute);
  const dispersion = dispersionOf(trend, level);
  const secondsTo = (amount: number) => 60 * minutesTo(amount, trend, minutes, multipliers);
  const seconds = secondsTo(remaining);
  const evidence = evidenceOf(trend, minutes, seconds / 60, dispersion);
  const left = remaining / dispersion;
  const below = (1 - level) / 2;
  const above = (1 + level) / 2;
  // R F(2R, 2n) of `exhaustion` is n times the odds of a Beta(R, n); here both counts are shrunk, the amount is not.
  const low = dispersion * evidence * betaPoint(below, above, left, evidence).odds;
  const high = dispersion * evidence * betaPoint(above, below, left, evidence).odds;
  return { seconds, low: secondsTo(low), high: secondsTo(high) };
}

/** The point of `rangeToZero` without its range, at a fraction of the cost. */
export function secondsToZero({ remaining, perMinute, multipliers = [] }: RunOut): number | undefined {
  if (remaining <= 0) return 0;
  if (!(perMinute.reduce((sum, count) => sum + count, 0) > 0)) return undefined;
  return 60 * minutesTo(remaining, fitTrend(perMinute), perMinute.length, multipliers);
}

/** What a forecast of a conversion is made of. */
export interface ConversionHistory {
  /** Conversions and exposures of each of the last whole minutes, oldest first. Conversions are clamped to 0..exposures. */
  readonly perMinute: readonly { readonly conversions: number; readonly exposures: number }[];
  /** Exposures of the coming span whose conversion is forecast. Default: so many that only the rate is in doubt. */
  readonly comingExposures?: number;
  /** Chance that the truth is inside. Default 0.9. */
  readonly level?: number;
}

/** A forecast share, in 0..1. */
export interface ShareRange {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The conversion to expect, as a range: the equal-tailed interval of a beta with half a conversion and half a failure
 * added (Jeffreys), on counts that are shrunk where minutes scatter more than chance would have them. Undefined
 * without exposures.
 */
export function conversionRange({
  perMinute,
  comingExposures,
  level = 0.9,
}: ConversionHistory): ShareRange | undefined {
  const rows = perMinute
    .filter((row) => row.exposures > 0)
    .map((row) => ({ x: Math.min(row.exposures, Math.max(0, row.conversions)), n: row.exposures }));
  const n = rows.reduce((sum, row) => sum + row.n, 0);
  if (n <= 0) return undefined;
  const x = rows.reduce((sum, row) => sum + row.x, 0);
  const share = x / n;
  const chance = share * (1 - share);
  const squares = rows.reduce((sum, row) => sum + (row.x - row.n * share) ** 2 / row.n, 0);
  const freedom = rows.length - 1;
  const dispersion = freedom > 0 && chance > 0 ? widened(squares / chance / freedom, freedom, level) : 1;
  const coming = comingExposures ?? Infinity;
  const weight = 1 / dispersion / (1 + (coming > 0 ? n / coming : 0));
  const a = x * weight + 0.5;
  const b = (n - x) * weight + 0.5;
  return {
    share,
    low: Math.min(share, betaPoint((1 - level) / 2, (1 + level) / 2, a, b).x),
    high: Math.max(share, betaPoint((1 + level) / 2, (1 - level) / 2, a, b).x),
  };
}

/** However a trend falls, the pace is not taken below this share of what it was on average. */
const LEAST_PACE = 0.1;

function dispersionOf(trend: Trend, level: number): number {
  return trend.freedom > 0 ? widened(trend.variance / trend.mean, trend.freedom, level) : 1;
}

/** An estimated dispersion, at least 1; over 1 it is raised as a t-interval is wider than a normal one. */
function widened(estimated: number, freedom: number, level: number): number {
  if (!(estimated > 1)) return 1;
  return (estimated * fQuantile(level, 1, freedom)) / normalQuantile((1 + level) / 2) ** 2;
}

/** Consumption a minute so many minutes from now, before any plan; the trend goes on for as long as it was seen. */
function paceAt(ahead: number, trend: Trend, minutes: number): number {
  const change = trend.slope * (minutes / 2 + Math.min(ahead, minutes));
  return Math.max(LEAST_PACE * trend.mean, trend.mean + change);
}

/** As many events as would leave the pace, over the time to the end, as uncertain as it is. */
function evidenceOf(trend: Trend, minutes: number, horizon: number, dispersion: number): number {
  const steady = (trend.mean * minutes) / dispersion;
  if (trend.slope === 0) return steady;
  const ahead = Math.min(horizon, minutes) / 2;
  const variance = dispersion * trend.mean * (1 / minutes + (minutes / 2 + ahead) ** 2 / trend.spread);
  return Math.min(steady, paceAt(ahead, trend, minutes) ** 2 / variance);
}

/** Minutes until `amount` is consumed, the pace being constant within each coming minute. */
function minutesTo(amount: number, trend: Trend, minutes: number, multipliers: readonly number[]): number {
  if (amount <= 0) return 0;
  const changing = Math.max(multipliers.length - 1, trend.slope === 0 ? 0 : minutes);
  let left = amount;
  for (let minute = 0; ; minute += 1) {
    const multiplier = multipliers[Math.min(minute, multipliers.length - 1)] ?? 1;
    const rate = paceAt(minute + 0.5, trend, minutes) * Math.max(0, multiplier);
    if (minute >= changing) return rate > 0 ? minute + left / rate : Infinity;
    if (left <= rate) return minute + left / rate;
    left -= rate;
  }
}
