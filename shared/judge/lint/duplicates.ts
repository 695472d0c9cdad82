import type { Plan } from '../../model/plan.ts';
import type { PlanPath } from '../../model/problem.ts';
import { error, warning } from './finding.ts';
import type { Finding } from './finding.ts';

/** Ids that stand twice where they must tell things apart. Keys of maps are looked at when the text is read. */
export function lintDuplicates(plan: Plan): Finding[] {
  const findings: Finding[] = [];
  const once = (ids: readonly (readonly [id: string, path: PlanPath])[], what: string): void => {
    const seen = new Set<string>();
    for (const [id, path] of ids) {
      if (seen.has(id))
        findings.push(error('duplicate_id', path, `found '${id}' a second time; give each ${what} an id of its own.`));
      seen.add(id);
    }
  };
  for (const [id, slo] of Object.entries(plan.slos)) {
    once(
      (slo.alerts ?? []).map((alert, index) => [alert.id, ['slos', id, 'alerts', index, 'id']]),
      'alert',
    );
  }
  once(
    (plan.ramp?.waves ?? []).map((wave, index) => [wave.id, ['ramp', 'waves', index, 'id']]),
    'wave',
  );
  once(
    plan.calendar.map((entry, index) => [entry.id, ['calendar', index, 'id']]),
    'calendar entry',
  );
  once(
    plan.runbook.map((phase, index) => [phase.phase, ['runbook', index, 'phase']]),
    'phase',
  );
  once(
    plan.runbook.flatMap((phase, phaseIndex) =>
      phase.steps.map((step, index) => [step.id, ['runbook', phaseIndex, 'steps', index, 'id']] as const),
    ),
    'step',
  );
  for (const [label, values] of Object.entries(plan.dimensions)) {
    once(
      values.map((value, index) => [value, ['dimensions', label, index]]),
      'value',
    );
  }
  for (const id of Object.keys(plan.criteria)) {
    if (!Object.hasOwn(plan.triggers, id)) continue;
    const text = `found '${id}' among the triggers too; give one of them another id, so that the log can tell them apart.`;
    findings.push(warning('duplicate_id', ['criteria', id], text));
  }
  for (const wave of plan.ramp?.waves ?? []) {
    if (wave.id !== 'cell' && wave.id !== 'launch') continue;
    const index = plan.ramp?.waves.indexOf(wave) ?? 0;
    findings.push(
      error(
        'reserved_id',
        ['ramp', 'waves', index, 'id'],
        `found '${wave.id}'; a rollback means something else by it, so write another id.`,
      ),
    );
  }
  return findings;
}
