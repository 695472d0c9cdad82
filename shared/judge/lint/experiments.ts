import type { Plan } from '../../model/plan.ts';
import type { Experiment } from '../../model/planExperiments.ts';
import { numberWords, percentWords } from '../words.ts';
import { error, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Arms that do not add up, and how many exposures a margin needs. */
export function lintExperiments(plan: Plan): Finding[] {
  return Object.entries(plan.experiments).flatMap(([id, experiment]) => [
    ...lintArms(id, experiment),
    ...lintGuardrails(plan, id, experiment),
  ]);
}

function lintArms(id: string, experiment: Experiment): Finding[] {
  const findings: Finding[] = [];
  const path = ['experiments', id];
  const sum = Object.values(experiment.arms).reduce((total, share) => total + share, 0);
  const text = `add up to ${percentWords(sum)}; write shares that add up to 100 %.`;
  if (sum > 1 + 1e-9) findings.push(error('arms_sum', [...path, 'arms'], text));
  // What an experiment holds back may be counted beside its arms, or within them.
  else if (sum < 1 - 1e-9 && Math.abs(sum + (experiment.holdback ?? 0) - 1) > 1e-9) {
    findings.push(warning('arms_sum', [...path, 'arms'], text));
  }
  if (
    experiment.exposures.metric === experiment.conversions.metric &&
    JSON.stringify(experiment.exposures.where ?? {}) === JSON.stringify(experiment.conversions.where ?? {})
  ) {
    findings.push(
      warning(
        'ratio_of_itself',
        [...path, 'conversions'],
        'count the same samples as the exposures, so conversion is always 1; write another metric or where.',
      ),
    );
  }
  if (experiment.firstDecision === undefined) {
    findings.push(
      note(
        'no_first_decision',
        path,
        'has no firstDecision: its interval is tuned to no number of exposures; write the number at which you first mean to decide.',
      ),
    );
  }
  return findings;
}

/** One-sided at 95 %, with a power of 80 %. */
const SQUARE_OF_QUANTILES = (1.6448536269514722 + 0.8416212335729143) ** 2;

function lintGuardrails(plan: Plan, id: string, experiment: Experiment): Finding[] {
  return experiment.guardrails.flatMap((guardrail, index) => {
    const path = ['experiments', id, 'guardrails', index];
    const indicator = plan.indicators[guardrail.indicator];
    if (indicator === undefined) return [];
    if (indicator.kind !== 'ratio' && indicator.kind !== 'rate' && indicator.kind !== 'share') {
      return [
        error(
          'guardrail_kind',
          [...path, 'indicator'],
          `is a ${indicator.kind}; a guardrail needs a ratio, a rate or a share.`,
        ),
      ];
    }
    // With no failure in n the upper bound at 95 % is 1 - 0.05^(1/n): no margin is proven with fewer.
    const least = Math.ceil(Math.log(0.05) / Math.log1p(-guardrail.margin));
    const slo = Object.values(plan.slos).find((it) => it.indicator === guardrail.indicator);
    const expected = slo === undefined ? undefined : 1 - slo.objective;
    const likely =
      expected === undefined
        ? undefined
        : Math.ceil((SQUARE_OF_QUANTILES * 2 * expected * (1 - expected)) / guardrail.margin ** 2);
    const usually =
      likely === undefined || expected === undefined || likely <= least
        ? ''
        : `, and about ${numberWords(likely, 3)} at ${percentWords(expected)} failures (80 % power)`;
    return [
      note(
        'exposures_needed',
        [...path, 'margin'],
        `needs at least ${numberWords(least)} exposures in each arm to be proven safe at 95 %, with no failure at all${usually}.`,
      ),
    ];
  });
}
