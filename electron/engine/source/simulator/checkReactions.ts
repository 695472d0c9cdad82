import type { Plan } from '../../../../shared/model/plan.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import { toReferenceProblem, type ScenarioProblem } from './scenarioProblem.ts';

/** What has been sent cannot be called back: incidents that decide when a line arrives follow nobody's orders. */
const isUnruly = ({ kind, samples }: { readonly kind: string; readonly samples?: string }): boolean =>
  kind === 'restart' || samples === 'held';

/** Reactions: the steps and incidents that they name are there, and can be begun and ended. */
export function checkReactions(scenario: Scenario, plan: Plan): ScenarioProblem[] {
  const steps = new Set(plan.runbook.flatMap((phase) => phase.steps.map(({ id }) => id)));
  const incidents = new Map(scenario.incidents.map((incident) => [incident.id, incident]));
  return scenario.reacts.flatMap((reaction, index) => {
    if (reaction.kind !== 'ends' && reaction.kind !== 'begins') return [];
    const problems: ScenarioProblem[] = [];
    const path = ['reacts', index];
    if (reaction.step !== undefined && !steps.has(reaction.step)) {
      problems.push(toReferenceProblem([...path, 'step'], reaction.step, steps, 'a step of the plan’s runbook'));
    }
    for (const [which, id] of reaction.incidents.entries()) {
      const at = [...path, 'incidents', which];
      const incident = incidents.get(id);
      if (incident === undefined) {
        problems.push(toReferenceProblem(at, id, new Set(incidents.keys()), 'an incident of the scenario'));
      } else if (isUnruly(incident)) {
        const text = `found ${id}; a restart, and a silence whose samples are held, follow no order.`;
        problems.push({ level: 'error', path: at, code: 'unruly', text });
      }
    }
    return problems;
  });
}
