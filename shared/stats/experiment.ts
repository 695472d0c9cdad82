import { halfWidth, rho, unitsForHalfWidth } from './asymptoticSequence.ts';

/** One arm of an experiment. Conversions are clamped to 0..exposures. */
export interface Arm {
  readonly conversions: number;
  readonly exposures: number;
}

/** Two arms, and how closely to look. */
export interface Comparison {
  readonly control: Arm;
  readonly treatment: Arm;
  /** Exposures of both arms together at which the interval is tuned to be narrowest: the plan's first decision. */
  readonly firstDecision: number;
  /** Chance that the interval ever misses the truth, however often it is looked at. Default 0.05. */
  readonly alpha?: number;
}

/** An estimate of treatment against control with its always-valid interval. */
export interface EffectInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export type SafetyVerdict = 'proven safe' | 'not yet known' | 'proven harmful';
export type BenefitVerdict = 'proven better' | 'not yet known' | 'proven worse';

const DEFAULT_ALPHA = 0.05;

/**
 * The difference of the conversions, treatment minus control, in absolute terms (0.008 is 0.8 percentage points), within
 * -1..1. Undefined while an arm has no exposure.
 */
export function experimentInterval(comparison: Comparison): EffectInterval | undefined {
  const { control, treatment } = comparison;
  if (control.exposures <= 0 || treatment.exposures <= 0) return undefined;
  const estimate = shareOf(treatment) - shareOf(control);
  const reach = reachOf(comparison, differenceError(comparison));
  return { estimate, low: Math.max(-1, estimate - reach), high: Math.min(1, estimate + reach) };
}

/**
 * The difference relative to control (0.1 is a tenth more), by the delta method. Undefined while an arm has no exposure
 * or the control no conversion.
 */
export function relativeInterval(comparison: Comparison): EffectInterval | undefined {
  const { control, treatment } = comparison;
  const base = shareOf(control);
  if (treatment.exposures <= 0 || !(base > 0)) return undefined;
  const ratio = shareOf(treatment) / base;
  const error = Math.sqrt(varianceOf(treatment) + ratio * ratio * varianceOf(control)) / base;
  const reach = reachOf(comparison, error);
  return { estimate: ratio - 1, low: ratio - 1 - reach, high: ratio - 1 + reach };
}

/** Whether more is proven: the interval of a difference is wholly on one side of zero. */
export function benefit(interval: EffectInterval, higherIsWorse = false): BenefitVerdict {
  const { low, high } = worsening(interval, higherIsWorse);
  return high < 0 ? 'proven better' : low > 0 ? 'proven worse' : 'not yet known';
}

/**
 * Non-inferiority: worse by `margin` (>= 0, in the interval's terms) or more is harm. Safe when the whole interval is
 * short of the margin, harmful when none of it is.
 */
export function nonInferiority(interval: EffectInterval, margin: number, higherIsWorse: boolean): SafetyVerdict {
  const { low, high } = worsening(interval, higherIsWorse);
  return high < margin ? 'proven safe' : low >= margin ? 'proven harmful' : 'not yet known';
}

/**
 * How many more exposures, of both arms in their present proportion, until the interval of the difference leaves
 * `bound` outside, if the effect stays as it now appears. 0 when it does already; Infinity when the estimate is the
 * bound; undefined while an arm has no exposure.
 */
export function exposuresUntilDecidable(comparison: Comparison, bound: number): number | undefined {
  const { control, treatment, firstDecision, alpha = DEFAULT_ALPHA } = comparison;
  if (control.exposures <= 0 || treatment.exposures <= 0) return undefined;
  const units = control.exposures + treatment.exposures;
  const gap = Math.abs(shareOf(treatment) - shareOf(control) - bound);
  const unitError = differenceError(comparison) * Math.sqrt(units);
  return Math.max(0, unitsForHalfWidth(gap, unitError, rho(alpha, firstDecision), alpha) - units);
}

/** The same as time, at so many exposures a second of both arms together; Infinity without traffic. */
export function timeUntilDecidable(
  comparison: Comparison,
  bound: number,
  exposuresPerSecond: number,
): number | undefined {
  const exposures = exposuresUntilDecidable(comparison, bound);
  if (exposures === undefined || exposures === 0) return exposures;
  return exposuresPerSecond > 0 ? exposures / exposuresPerSecond : Infinity;
}

/**
 * Exposures of both arms, in equal parts, that it takes to prove that a rate near `baseRate` is not worse by `margin`,
 * if there is in truth no difference.
 */
export function exposuresForMargin(
  margin: number,
  baseRate: number,
  firstDecision: number,
  alpha = DEFAULT_ALPHA,
): number {
  const rate = Math.min(1, Math.max(0, baseRate));
  return unitsForHalfWidth(margin, 2 * Math.sqrt(rate * (1 - rate)), rho(alpha, firstDecision), alpha);
}

function reachOf({ control, treatment, firstDecision, alpha = DEFAULT_ALPHA }: Comparison, error: number): number {
  return halfWidth(error, control.exposures + treatment.exposures, rho(alpha, firstDecision), alpha);
}

function differenceError({ control, treatment }: Comparison): number {
  return Math.sqrt(varianceOf(treatment) + varianceOf(control));
}

function conversionsOf({ conversions, exposures }: Arm): number {
  return Math.min(exposures, Math.max(0, conversions));
}

function shareOf(arm: Arm): number {
  return arm.exposures > 0 ? conversionsOf(arm) / arm.exposures : 0;
}

/**
 * Variance of an arm's share, from one more conversion and one more failure than there were: an arm that has not
 * converted yet is not certain of anything.
 */
function varianceOf(arm: Arm): number {
  const share = (conversionsOf(arm) + 1) / (arm.exposures + 2);
  return (share * (1 - share)) / arm.exposures;
}

function worsening({ low, high }: EffectInterval, higherIsWorse: boolean): { low: number; high: number } {
  return higherIsWorse ? { low, high } : { low: -high, high: -low };
}
