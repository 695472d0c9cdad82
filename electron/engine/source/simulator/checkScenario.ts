import type { Plan } from '../../../../shared/model/plan.ts';
import { printable, type PlanPath } from '../../../../shared/model/problem.ts';
import { namePattern } from '../../../../shared/model/sample.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import { checkAnswers } from './checkAnswers.ts';
import { checkCohorts } from './checkCohorts.ts';
import { checkFed } from './checkFed.ts';
import { checkIncident } from './checkIncident.ts';
import { checkNamed } from './checkNamed.ts';
import { expandTraffic } from './expandTraffic.ts';
import type { ScenarioProblem } from './scenarioProblem.ts';
import { buildTimeline, momentMs, type Timeline } from './timeline.ts';

/** More series than that are a typing error, and would not fit into memory. */
const mostSeries = 10_000;
/** What telemetry allows. */
const mostLabels = 16;

/**
 * What parts of a scenario say of each other and of its plan: references to nothing, incidents without effect, and, as
 * warnings, what the plan reads and nothing sends.
 */
export function checkScenario(scenario: Scenario, plan: Plan): ScenarioProblem[] {
  const tooMany = checkSize(scenario);
  if (tooMany.length > 0) return tooMany;
  const timeline = buildTimeline(scenario, plan);
  const series = scenario.traffic.flatMap((traffic) => (traffic.kind === 'event' ? [] : expandTraffic(traffic)));
  return [
    ...checkTraffic(scenario, timeline),
    ...checkNamed(scenario),
    ...checkCohorts(scenario),
    ...scenario.incidents.flatMap((incident, index) => checkIncident(incident, index, scenario, series, timeline)),
    ...checkIds(scenario.incidents, 'incidents'),
    ...checkIds(scenario.injects, 'injects'),
    ...checkAnswers(scenario, plan, timeline),
    ...checkFed(plan, series),
  ];
}

/** Before anything is expanded. */
function checkSize(scenario: Scenario): ScenarioProblem[] {
  let total = 0;
  for (const [index, traffic] of scenario.traffic.entries()) {
    if (traffic.kind === 'event') continue;
    const outcomes = traffic.kind === 'count' ? (Object.values(traffic.split ?? {})[0] ?? { all: 1 }) : { all: 1 };
    const dimensions = Object.values('each' in traffic ? traffic.each : {}).map((values) => Object.keys(values).length);
    const sources = typeof traffic.source === 'string' ? 1 : traffic.source.length;
    total += dimensions.reduce((product, size) => product * size, sources * Object.keys(outcomes).length);
    if (total > mostSeries) {
      const text = `brings the scenario to more than ${mostSeries} series; write fewer values.`;
      return [{ level: 'error', path: ['traffic', index], code: 'too_many', text }];
    }
    if (Object.keys(traffic.labels).length + dimensions.length + 1 > mostLabels) {
      const text = `has too many labels; a sample may have ${mostLabels}.`;
      return [{ level: 'error', path: ['traffic', index], code: 'too_many', text }];
    }
  }
  return [];
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
        problems.push({ level: 'error', path: [...path, 'source'], code: 'pattern_unknown', text });
        break;
      }
      if (!namePattern.test(source)) {
        const text = `makes the source ${printable(source, 60)}; let label values be letters, digits, "_", ".", ":" and "-".`;
        problems.push({ level: 'error', path: [...path, 'source'], code: 'pattern_name', text });
        break;
      }
      if (seen.has(name)) {
        const text = `sends ${metric} ${showLabels(labels)} from ${source} a second time; give it other labels or another source.`;
        problems.push({ level: 'error', path, code: 'series_twice', text });
        break;
      }
      seen.add(name);
    }
    const moments = ('steps' in traffic ? traffic.steps : []).map((step) => momentMs(step.at, timeline));
    const early = moments.findIndex((at, place) => place > 0 && at < (moments[place - 1] ?? at));
    if (early !== -1) {
      const text = 'comes before the step above it; write steps in the order of time.';
      problems.push({ level: 'error', path: [...path, 'steps', early, 'at'], code: 'order', text });
    }
  }
  return problems;
}

function checkIds(entries: readonly { readonly id: string }[], name: string): ScenarioProblem[] {
  return entries.flatMap(({ id }, index) =>
    entries.findIndex((entry) => entry.id === id) === index ? [] : [toTwice([name, index, 'id'], id)],
  );
}

function toTwice(path: PlanPath, id: string): ScenarioProblem {
  return { level: 'error', path, code: 'id_twice', text: `found ${id} a second time; give it an id of its own.` };
}

function showLabels(labels: Readonly<Record<string, string>>): string {
  return `{ ${Object.entries(labels)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} }`;
}
