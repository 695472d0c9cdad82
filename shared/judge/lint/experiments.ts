import type { Plan } from '../../model/plan.ts';
import type { Experiment } from '../../model/planExperiments.ts';
import { exposuresForMargin } from '../../stats/experiment.ts';
import { firstDecisionOf } from '../armEffect.ts';
import { aboutWords, numberWords, percentWords } from '../words.ts';
import { error, note, warning } from './finding.ts';
import type { Finding } from './finding.ts';
import { exposuresWithoutFailure } from './proofNeeds.ts';
import { allLeaves } from './ruleBook.ts';

/** Arms that do not add up, and how many exposures a margin needs. */
export function lintExperiments(plan: Plan): Finding[] {
  const each = Object.entries(plan.experiments).flatMap(([id, experiment]) => [
    ...lintArms(id, experiment),
    ...lintGuardrails(plan, id, experiment),
  ]);
  return [...each, ...lintStates(plan)];
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
    const first = firstDecisionOf(experiment);
    const least = exposuresWithoutFailure(guardrail.margin, first);
    const slo = Object.values(plan.slos).find((it) => it.indicator === guardrail.indicator);
    const rate = slo === undefined ? 0.01 : 1 - slo.objective;
    const likely = Math.ceil(exposuresForMargin(guardrail.margin, rate, first));
    const usually =
      2 * least >= likely ? '' : `, and about ${aboutWords(likely)} at ${percentWords(rate)} failures in both`;
    const text = `needs at least ${numberWords(2 * least)} exposures of two equal arms to be proven safe, with no failure at all${usually}.`;
    return [note('exposures_needed', [...path, 'margin'], text)];
  });
}

/** States that only guardrails lead to. */
const GUARDED: readonly string[] = ['proven safe', 'proven harmful'];

function lintStates(plan: Plan): Finding[] {
  return allLeaves(plan).flatMap(({ condition, path }): Finding[] => {
    if (condition.kind !== 'experiment' || !GUARDED.includes(condition.is)) return [];
    const experiment = plan.experiments[condition.experiment];
    if (experiment === undefined || experiment.guardrails.length > 0) return [];
    const text = `is ${condition.is}, and ${condition.experiment} has no guardrails, which alone prove that; write guardrails, or proven better or proven worse.`;
    return [warning('never_true', [...path, 'is'], text)];
  });
}
