import type { PlanPath } from '../../../../shared/model/problem.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import type { Incident } from '../../../../shared/model/scenarioIncident.ts';
import type { ScenarioSeries } from './expandTraffic.ts';
import { choosesSource, isChosen } from './incidentSpan.ts';
import { toReferenceProblem, type ScenarioProblem } from './scenarioProblem.ts';
import { momentMs, type Timeline } from './timeline.ts';

/** An incident that lies outside the recording, touches nothing, or says what its traffic does not have. */
export function checkIncident(
  incident: Incident,
  index: number,
  scenario: Scenario,
  series: readonly ScenarioSeries[],
  timeline: Timeline,
): ScenarioProblem[] {
  const path = ['incidents', index];
  const problems: ScenarioProblem[] = [];
  const fromMs = momentMs(incident.from, timeline);
  if (fromMs >= timeline.endMs || fromMs + incident.lasts < timeline.startMs) {
    problems.push({
      level: 'error',
      path: [...path, 'from'],
      code: 'outside',
      text: 'lies outside the recording; move it inside.',
    });
  }
  if ('pulse' in incident && incident.pulse !== undefined && incident.pulse.lasts > incident.pulse.every) {
    const text = 'lasts longer than from one pulse to the next; make it shorter.';
    problems.push({ level: 'error', path: [...path, 'pulse', 'lasts'], code: 'pulse', text });
  }
  const chosen = series.filter((candidate) => isChosen(incident.where, candidate));
  const kind = bentKind[incident.kind];
  const events = scenario.traffic.filter((traffic) => traffic.kind === 'event');
  const touchesEvents =
    kind === undefined &&
    events.some((event) => isChosen(incident.where, event) || choosesSource(incident.where, event.source));
  if (!touchesEvents && !chosen.some((candidate) => kind === undefined || candidate.bentBy.includes(incident.kind))) {
    const text = `touches no ${kind ?? 'series or source'}; name sources, metrics and labels that the traffic has.`;
    return [...problems, { level: 'error', path: [...path, 'where'], code: 'touches_nothing', text }];
  }
  if (incident.kind === 'outcome') problems.push(...checkOutcomes(incident.share, chosen, path));
  return problems;
}

/** Of what kind the series must be that an incident bends. Incidents on the way of a line touch all kinds. */
const bentKind: Partial<Record<Incident['kind'], string>> = {
  outcome: 'count',
  rate: 'count',
  latency: 'latency',
  gauge: 'gauge',
};

function checkOutcomes(
  share: Readonly<Record<string, number>>,
  chosen: readonly ScenarioSeries[],
  path: PlanPath,
): ScenarioProblem[] {
  const outcomes = new Set(chosen.flatMap((series) => series.outcome ?? []));
  const problems = Object.keys(share).flatMap((outcome) =>
    outcomes.has(outcome)
      ? []
      : [
          toReferenceProblem(
            [...path, 'share', outcome],
            outcome,
            outcomes,
            'an outcome of the traffic that it touches',
          ),
        ],
  );
  if (Object.values(share).reduce((sum, part) => sum + part, 0) > 1 + 1e-9) {
    problems.push({
      level: 'error',
      path: [...path, 'share'],
      code: 'over_whole',
      text: 'adds up to more than 100%; write less.',
    });
  }
  return problems;
}
