import type { Plan } from '../../model/plan.ts';
import { alertPairs } from '../slo.ts';
import type { Finding } from './finding.ts';
import { ReferenceBook } from './referenceBook.ts';
import { allLeaves } from './ruleBook.ts';

/** Ids in what is judged: indicators, SLOs, conditions, triggers and criteria. */
export function lintJudgedReferences(plan: Plan): Finding[] {
  const book = new ReferenceBook();
  const roles = Object.keys(plan.roles);
  const indicators = Object.keys(plan.indicators);
  const slos = Object.keys(plan.slos);
  const evidence = Object.keys(plan.evidence);
  const polls = Object.keys(plan.polls);
  const phases = plan.runbook.map((phase) => phase.phase);
  const steps = plan.runbook.flatMap((phase) => phase.steps.map((step) => step.id));
  const waves = plan.ramp?.waves ?? [];
  for (const [index, hold] of plan.launch.holds.entries()) {
    const path = ['launch', 'holds', index, 'exit'];
    if (hold.exit?.kind === 'poll') book.seek(polls, 'poll', hold.exit.poll, [...path, 'poll']);
    if (hold.exit?.kind === 'checklist')
      book.seek(phases, 'phase of the runbook', hold.exit.checklist, [...path, 'checklist']);
  }
  for (const [id, indicator] of Object.entries(plan.indicators)) {
    const path = ['indicators', id];
    book.seek(indicators, 'indicator', indicator.proxy, [...path, 'proxy']);
    if (indicator.kind !== 'compare') continue;
    book.seek(indicators, 'indicator', indicator.treatment, [...path, 'treatment']);
    book.seek(indicators, 'indicator', indicator.baseline, [...path, 'baseline']);
  }
  for (const [id, slo] of Object.entries(plan.slos)) {
    book.seek(indicators, 'indicator', slo.indicator, ['slos', id, 'indicator']);
    book.seek(roles, 'role', slo.owner, ['slos', id, 'owner']);
  }
  for (const { condition, path } of allLeaves(plan)) {
    if ('slo' in condition) book.seek(slos, 'SLO', condition.slo, [...path, 'slo']);
    if ('indicator' in condition) book.seek(indicators, 'indicator', condition.indicator, [...path, 'indicator']);
    if (condition.kind === 'alert') {
      const slo = plan.slos[condition.slo];
      if (slo !== undefined)
        book.seek(
          alertPairs(slo).map((pair) => pair.id),
          `alert of ${condition.slo}`,
          condition.alert,
          [...path, 'alert'],
        );
    }
    if (condition.kind === 'cusum') book.seek(indicators, 'indicator', condition.cusum, [...path, 'cusum']);
    if (condition.kind === 'experiment')
      book.seek(Object.keys(plan.experiments), 'experiment', condition.experiment, [...path, 'experiment']);
    if (condition.kind === 'forecast')
      book.seek(Object.keys(plan.forecasts), 'forecast', condition.forecast, [...path, 'forecast']);
    if (condition.kind === 'evidence') book.seekEach(evidence, 'evidence', condition.evidence, [...path, 'evidence']);
  }
  for (const [id, trigger] of Object.entries(plan.triggers)) {
    const path = ['triggers', id];
    book.seek(roles, 'role', trigger.owner, [...path, 'owner']);
    book.seek(roles, 'role', trigger.escalate?.to, [...path, 'escalate', 'to']);
    book.seek(indicators, 'indicator', trigger.proxy, [...path, 'proxy']);
    book.seek([...phases, ...steps], 'phase or step of the runbook', trigger.guidance?.runbook, [
      ...path,
      'guidance',
      'runbook',
    ]);
    if (trigger.does.kind !== 'rollback') continue;
    book.seek(['cell', 'launch', ...waves.map((wave) => wave.id)], 'wave (or cell, or launch)', trigger.does.rollback, [
      ...path,
      'does',
      'rollback',
    ]);
  }
  const options = Object.values(plan.polls).flatMap((poll) => Object.keys(poll.options ?? {}));
  for (const [id, criterion] of Object.entries(plan.criteria)) {
    const path = ['criteria', id];
    book.seek(roles, 'role', criterion.owner, [...path, 'owner']);
    book.seekEach(roles, 'role', criterion.waivable, [...path, 'waivable']);
    book.seekEach(evidence, 'evidence', criterion.evidence ?? [], [...path, 'evidence']);
    book.seek(options, 'option of a poll', criterion.apply, [...path, 'apply']);
    book.seek(indicators, 'indicator', criterion.proxy, [...path, 'proxy']);
  }
  return book.findings;
}
