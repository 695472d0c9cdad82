import type { Experiment } from '../model/planExperiments.ts';

/** Arm to the share of the exposures that it should get. Any weights that are not negative: they are scaled to 1. */
export type Shares = Readonly<Record<string, number>>;

/**
 * The shares of the arms when the ramp gives the new path to this share of the traffic (0..1). A holdback is carved out
 * first and is control whatever the ramp does, so that at 100 % there is still a control of that size. Of the rest, the
 * ramp's share goes to the other arms, in the proportion that the plan gives them, and what remains is control.
 */
export function sharesAtRamp(experiment: Experiment, rampRatio: number): Shares {
  const [control = '', ...others] = armsOf(experiment);
  const treated = (1 - (experiment.holdback ?? 0)) * Math.min(1, Math.max(0, rampRatio));
  const total = others.reduce((sum, arm) => sum + (experiment.arms[arm] ?? 0), 0);
  const shares: Record<string, number> = { [control]: 1 - treated };
  for (const arm of others) {
    shares[arm] = treated * (total > 0 ? (experiment.arms[arm] ?? 0) / total : 1 / others.length);
  }
  return shares;
}

/** The experiment's arms, control first: the arm of that name, else the first in the plan. */
export function armsOf(experiment: Experiment): readonly string[] {
  const arms = Object.keys(experiment.arms);
  return arms.includes('control') ? ['control', ...arms.filter((arm) => arm !== 'control')] : arms;
}
