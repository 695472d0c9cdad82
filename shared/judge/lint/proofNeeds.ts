import { formatDuration } from '../../base/duration.ts';
import type { Plan } from '../../model/plan.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import { createRatioProcess, isProven, stepRatioProcess } from '../../stats/alwaysValid.ts';
import { cusumReference, poissonCusumArl } from '../../stats/cusum.ts';
import { experimentInterval, nonInferiority } from '../../stats/experiment.ts';
import { pGreater } from '../../stats/rateRatio.ts';
import { firstDecisionOf } from '../armEffect.ts';
import { countsEvents } from './conditions.ts';
import { aboutWords, numberWords, percentWords } from '../words.ts';

const MOST_EVENTS = 100_000;

/** Events that prove it at as many exposures of both: against none of the baseline, and where the rate is twice what is allowed. */
export function ratioNeeds(plan: Plan, condition: LeafCondition & { kind: 'ratio' }): string | undefined {
  const { ratioOver, window } = condition;
  const sides = plan.indicators[condition.indicator];
  if (sides?.kind !== 'compare') return undefined;
  const confidence = condition.confidence ?? (window === undefined ? 0.95 : 0.999);
  const isEnough = (k1: number, k0: number): boolean => {
    if (window !== undefined) return pGreater(k1, 1, k0, 1, ratioOver) < 1 - confidence;
    const process = createRatioProcess();
    stepRatioProcess(process, k1, k0, 1, 1, ratioOver);
    return isProven(process, confidence);
  };
  const alone = firstWhere((count) => isEnough(count, 0));
  const share = (2 * ratioOver) / (2 * ratioOver + 1);
  const both = firstWhere((count) => isEnough(Math.round(share * count), count - Math.round(share * count)));
  const within = window === undefined ? '' : ` in ${formatDuration(window)}`;
  const goal = ratioOver === 1 ? 'a greater rate' : `more than ${numberWords(ratioOver)} times the rate`;
  const few = `${numberWords(alone)} of ${sides.treatment} and none of ${sides.baseline}${within}`;
  const usual = `about ${aboutWords(both)} of both where the rate is ${numberWords(2 * ratioOver)} times`;
  return `${few}, or ${usual}, to prove ${goal} at ${percentWords(confidence)}, if both see as much`;
}

function firstWhere(isEnough: (count: number) => boolean): number {
  let [below, at] = [0, 1];
  while (at < MOST_EVENTS && !isEnough(at)) [below, at] = [at, at * 2];
  while (at - below > 1) {
    const middle = Math.floor((below + at) / 2);
    if (isEnough(middle)) at = middle;
    else below = middle;
  }
  return at;
}

/** How soon a drift shows; undefined where it cannot. */
export function cusumNeeds(plan: Plan, condition: LeafCondition & { kind: 'cusum' }): string | undefined {
  const { every, m0, m1, h } = condition;
  const indicator = plan.indicators[condition.cusum];
  if (indicator === undefined || !countsEvents(indicator) || m1 <= m0) return undefined;
  const reference = cusumReference(m0, m1);
  const atOnce = Math.ceil(h + reference - 1e-9);
  const steps = poissonCusumArl(reference, h, m1);
  const window = formatDuration(every);
  const usual = `about ${formatDuration(Math.ceil(steps) * every)}, on average, once the mean is ${numberWords(m1)} in ${window}`;
  return `${usual}; ${numberWords(atOnce)} in one ${window} are enough at once`;
}

/** Undefined where nothing can be said of it, or another room has. */
export function experimentNeeds(plan: Plan, condition: LeafCondition & { kind: 'experiment' }): string | undefined {
  const experiment = plan.experiments[condition.experiment];
  if (experiment === undefined) return undefined;
  const first = firstDecisionOf(experiment);
  switch (condition.is) {
    case 'proven better':
    case 'proven worse': {
      const reach = (share: number): string => {
        const arm = { conversions: (share * first) / 2, exposures: first / 2 };
        const interval = experimentInterval({ control: arm, treatment: arm, firstDecision: first });
        return `${numberWords(100 * (interval?.high ?? 1), 2)} pp`;
      };
      return `a difference of about ${reach(0.05)} at ${numberWords(first)} exposures if one in twenty converts, ${reach(0.5)} if half do`;
    }
    case 'proven safe':
      return experiment.guardrails.length === 0 ? undefined : 'every guardrail of every arm to be proven safe';
    case 'proven harmful':
      return experiment.guardrails.length === 0 ? undefined : 'one guardrail of one arm to be proven harmful';
    case 'unreadable':
      return 'arms whose shares of the exposures are off at p < 0.001';
    case 'not yet known':
      return 'conversion or a guardrail that is not decided, which is so from the first exposure';
  }
}

/** Exposures of each of two arms without any failure that prove a margin. */
export function exposuresWithoutFailure(margin: number, firstDecision: number): number {
  return firstWhere((exposures) => {
    const arm = { conversions: 0, exposures };
    const interval = experimentInterval({ control: arm, treatment: arm, firstDecision });
    return interval !== undefined && nonInferiority(interval, margin, true) === 'proven safe';
  });
}
