import type { Experiment } from '../model/planExperiments.ts';
import type { Comparison, EffectInterval } from '../stats/experiment.ts';

/** What an arm does against control, in a share that is counted of both. */
export interface ArmEffect {
  readonly arm: string;
  readonly comparison: Comparison;
  /** The difference with its always-valid 95 % interval; undefined while either has nothing to divide by. */
  readonly interval: EffectInterval | undefined;
}

/** Where a plan names no first decision, intervals are tuned to so many exposures. */
const defaultFirstDecision = 5000;

/** The exposures of two arms together at which their interval is narrowest for what it is. */
export function firstDecisionOf(experiment: Experiment): number {
  return experiment.firstDecision ?? defaultFirstDecision;
}

/** The counts of both arms together. */
export function unitsOf({ comparison: { control, treatment } }: ArmEffect): number {
  return control.exposures + treatment.exposures;
}
