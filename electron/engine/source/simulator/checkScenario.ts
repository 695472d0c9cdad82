import type { Plan } from '../../../../shared/model/plan.ts';
import type { PlanPath } from '../../../../shared/model/problem.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import { checkIncident } from './checkIncident.ts';
import { expandTraffic } from './expandTraffic.ts';
import { toReferenceProblem, type ScenarioProblem } from './scenarioProblem.ts';
import { buildTimeline, momentMs, type Timeline } from './timeline.ts';

/** What parts of a scenario say of each other and of its plan: references to nothing, and incidents without effect. */
export function checkScenario(scenario: Scenario, plan: Plan): ScenarioProblem[] {
  const timeline = buildTimeline(scenario, plan);
  const series = scenario.traffic.flatMap((traffic) => (traffic.kind === 'event' ? [] : expandTraffic(traffic)));
  return [
    ...checkTraffic(scenario, timeline),
    ...scenario.incidents.flatMap((incident, index) => checkIncident(incident, index, scenario, series, timeline)),
    ...checkIds(scenario.incidents, 'incidents'),
    ...checkIds(scenario.injects, 'injects'),
    ...checkAnswers(scenario, plan),
  ];
}

function checkTraffic(scenario: Scenario, timeline: Timeline): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const seen = new Set<string>();
  for (const [index, traffic] of scenario.traffic.entries()) {
    if (traffic.kind === 'event') continue;
    const path = ['traffic', index];
    for (const { source, metric, labels } of expandTraffic(traffic)) {
      const name = JSON.stringify([source, metric, labels]);
      if (/[{}]/.test(source)) {
        const text = `found ${source}; name a label of this traffic between { and }.`;
        problems.push({ path: [...path, 'source'], code: 'pattern_unknown', text });
        break;
      }
      if (seen.has(name)) {
        const text = `sends ${metric} ${showLabels(labels)} from ${source} a second time; give it other labels or another source.`;
        problems.push({ path, code: 'series_twice', text });
        break;
      }
      seen.add(name);
    }
    const moments = traffic.steps.map((step) => momentMs(step.at, timeline));
    const early = moments.findIndex((at, place) => place > 0 && at < (moments[place - 1] ?? at));
    if (early !== -1) {
      const text = 'comes before the step above it; write steps in the order of time.';
      problems.push({ path: [...path, 'steps', early, 'at'], code: 'order', text });
    }
  }
  return problems;
}

function checkIds(entries: readonly { readonly id: string }[], name: string): ScenarioProblem[] {
  return entries.flatMap(({ id }, index) =>
    entries.findIndex((entry) => entry.id === id) === index
      ? []
      : [{ path: [name, index, 'id'], code: 'id_twice', text: `found ${id} a second time; give it an id of its own.` }],
  );
}

function checkAnswers(scenario: Scenario, plan: Plan): ScenarioProblem[] {
  const problems: ScenarioProblem[] = [];
  const refer = (path: PlanPath, id: string | undefined, known: Iterable<string>, what: string): void => {
    const ids = new Set(known);
    if (id !== undefined && !ids.has(id)) problems.push(toReferenceProblem(path, id, ids, what));
  };
  const roles = Object.keys(plan.roles);
  const incidents = scenario.incidents.map((incident) => incident.id);
  for (const [index, inject] of scenario.injects.entries()) {
    for (const [place, role] of inject.to.entries())
      refer(['injects', index, 'to', place], role, roles, 'a role of the plan');
  }
  for (const [index, reaction] of scenario.reacts.entries()) {
    if (reaction.kind !== 'ends') continue;
    for (const [place, id] of reaction.incidents.entries()) {
      refer(['reacts', index, 'incidents', place], id, incidents, 'an incident of the scenario');
    }
  }
  for (const [index, expected] of scenario.expects.entries()) {
    const path = ['expects', index];
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
      problems.push({ path: [...path, 'cell'], code: 'scope', text });
    }
  }
  return problems;
}

function showLabels(labels: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(labels)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} }`;
}
