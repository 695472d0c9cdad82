import { resolutions } from './coarseRollUp.ts';

/** The steps of a chart: equal stretches of seconds that begin on multiples of their length. */
export interface ChartSteps {
  /** The coarsest roll-up that is fine enough. */
  readonly resolution: number;
  readonly stepSeconds: number;
  readonly fromBucket: number;
  readonly steps: number;
}

/**
 * At most `maxPoints` steps over `fromBucket <= bucket < toBucket`, the first and the last of them whole; with one
 * step alone that is all minutes of the span.
 */
export function chartSteps(fromBucket: number, toBucket: number, maxPoints: number): ChartSteps {
  if (maxPoints === 1) return oneStep(fromBucket, toBucket);
  const most = Math.max(2, Math.floor(maxPoints));
  const least = Math.max(1, (toBucket - fromBucket) / most);
  const resolution = resolutions.find((candidate) => candidate <= least) ?? 1;
  let stepSeconds = Math.ceil(least / resolution) * resolution;
  // The first step may begin early, which can make one too many.
  while (countSteps(fromBucket, toBucket, stepSeconds) > most) stepSeconds += resolution;
  return {
    resolution,
    stepSeconds,
    fromBucket: Math.floor(fromBucket / stepSeconds) * stepSeconds,
    steps: countSteps(fromBucket, toBucket, stepSeconds),
  };
}

function oneStep(from: number, to: number): ChartSteps {
  const fromBucket = Math.floor(from / 60) * 60;
  const stepSeconds = Math.max(60, Math.ceil(to / 60) * 60 - fromBucket);
  return { resolution: 60, stepSeconds, fromBucket, steps: to > from ? 1 : 0 };
}

function countSteps(fromBucket: number, toBucket: number, stepSeconds: number): number {
  return Math.max(0, Math.ceil(toBucket / stepSeconds) - Math.floor(fromBucket / stepSeconds));
}
