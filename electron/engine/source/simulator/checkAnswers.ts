import type { Plan } from '../../../../shared/model/plan.ts';
import type { PlanPath } from '../../../../shared/model/problem.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { Moment } from '../../../../shared/model/scenarioScalars.ts';
import { checkReactions } from './checkReactions.ts';
import { toReferenceProblem, type ScenarioProblem } from './scenarioProblem.ts';
import { momentMs, type Timeline } from './timeline.ts';

/** The right answers, and messages: what they name is in the scenario or its plan, and in its time. */
export function checkAnswers(scenario: Scenario, plan: Plan, timeline: Timeline): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const refer = (path: PlanPath, id: string | undefined, known: Iterable<string>, what: string): void => {
    const ids = new Set(known);
    if (id !== undefined && !ids.has(id)) problems.push(toReferenceProblem(path, id, ids, what));
  };
  const roles = Object.keys(plan.roles);
  const incidents = scenario.incidents.map((incident) => incident.id);
  const place = (path: PlanPath, moment: Moment): void => {
    const atMs = momentMs(moment, timeline);
    if (atMs >= timeline.startMs && atMs <= timeline.endMs) return;
    problems.push({ level: 'error', path, code: 'outside', text: 'lies outside the recording; move it inside.' });
  };
  for (const [index, inject] of scenario.injects.entries()) {
    place(['injects', index, 'at'], inject.at);
    for (const [which, role] of inject.to.entries())
      refer(['injects', index, 'to', which], role, roles, 'a role of the plan');
  }
  for (const [index, expected] of scenario.expects.entries()) {
    const path = ['expects', index];
    place([...path, 'by'], expected.by);
    if (expected.from !== undefined) {
      place([...path, 'from'], expected.from);
      if (momentMs(expected.from, timeline) > momentMs(expected.by, timeline)) {
        const text = 'comes after the deadline in by; write an earlier moment.';
        problems.push({ level: 'error', path: [...path, 'from'], code: 'order', text });
      }
    }
    refer([...path, 'incident'], expected.incident, incidents, 'an incident of the scenario');
    refer([...path, 'trigger'], expected.trigger, Object.keys(plan.triggers), 'a trigger of the plan');
    refer([...path, 'role'], expected.role, roles, 'a role of the plan');
    for (const [label, value] of Object.entries(expected.cell)) {
      refer([...path, 'cell', label], label, Object.keys(plan.dimensions), 'a dimension of the plan');
      refer([...path, 'cell', label], value, plan.dimensions[label] ?? [value], `a value of ${label} in the plan`);
    }
    const scope = expected.trigger === undefined ? undefined : plan.triggers[expected.trigger]?.scope.each;
    if (scope !== undefined && scope.toSorted().join() !== Object.keys(expected.cell).toSorted().join()) {
      const text = `names another cell than ${expected.trigger} has; write ${scope.length === 0 ? 'none' : `its ${scope.join(' and ')}`}.`;
      problems.push({ level: 'error', path: [...path, 'cell'], code: 'scope', text });
    }
  }
  return [...problems, ...checkReactions(scenario, plan)];
}
