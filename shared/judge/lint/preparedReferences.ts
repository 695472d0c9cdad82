import type { Plan } from '../../model/plan.ts';
import type { Finding } from './finding.ts';
import { ReferenceBook } from './referenceBook.ts';

/** Ids in what people prepare and decide: evidence, ramp, milestones, experiments, polls, runbook, calendar, forecasts. */
export function lintPreparedReferences(plan: Plan): Finding[] {
  const book = new ReferenceBook();
  const roles = Object.keys(plan.roles);
  const indicators = Object.keys(plan.indicators);
  const slos = Object.keys(plan.slos);
  const criteria = Object.keys(plan.criteria);
  const evidence = Object.keys(plan.evidence);
  const polls = Object.keys(plan.polls);
  const milestones = Object.keys(plan.milestones);
  const waves = plan.ramp?.waves ?? [];
  for (const [id, piece] of Object.entries(plan.evidence))
    book.seek(roles, 'role', piece.owner, ['evidence', id, 'owner']);
  for (const [index, wave] of waves.entries())
    book.seekEach(criteria, 'criterion', wave.needs, ['ramp', 'waves', index, 'needs']);
  for (const [id, dependency] of Object.entries(plan.dependencies)) {
    book.seek(indicators, 'indicator', dependency.fallback, ['dependencies', id, 'fallback']);
    book.seek(slos, 'SLO', dependency.slo, ['dependencies', id, 'slo']);
  }
  for (const [id, milestone] of Object.entries(plan.milestones)) {
    const path = ['milestones', id];
    book.seek(roles, 'role', milestone.owner, [...path, 'owner']);
    // What was planned weeks before the day is not judged on it: a list cut from a longer one still launches.
    book.seekEach([...milestones, ...evidence], 'milestone', milestone.needs, [...path, 'needs'], 'warning');
    book.seek(Object.keys(plan.capacity), 'capacity', milestone.uses, [...path, 'uses']);
  }
  for (const [id, experiment] of Object.entries(plan.experiments)) {
    for (const [index, guardrail] of experiment.guardrails.entries()) {
      book.seek(indicators, 'indicator', guardrail.indicator, ['experiments', id, 'guardrails', index, 'indicator']);
    }
  }
  for (const [id, poll] of Object.entries(plan.polls)) {
    book.seekEach(roles, 'role', poll.voters, ['polls', id, 'voters']);
    book.seekEach(criteria, 'criterion', poll.criteria, ['polls', id, 'criteria']);
  }
  for (const [phaseIndex, phase] of plan.runbook.entries()) {
    for (const [index, step] of phase.steps.entries()) {
      const path = ['runbook', phaseIndex, 'steps', index];
      book.seek(roles, 'role', step.owner, [...path, 'owner']);
      if (step.check.kind === 'criterion')
        book.seek(criteria, 'criterion', step.check.criterion, [...path, 'check', 'criterion']);
      if (step.check.kind === 'poll') book.seek(polls, 'poll', step.check.poll, [...path, 'check', 'poll']);
      if (step.check.kind === 'evidence')
        book.seek(evidence, 'evidence', step.check.evidence, [...path, 'check', 'evidence']);
    }
  }
  for (const [index, entry] of plan.calendar.entries())
    book.seekEach([...indicators, ...slos], 'indicator or SLO', entry.touches, ['calendar', index, 'touches']);
  for (const [id, forecast] of Object.entries(plan.forecasts))
    book.seek(indicators, 'indicator', forecast.remaining, ['forecasts', id, 'remaining']);
  return book.findings;
}
