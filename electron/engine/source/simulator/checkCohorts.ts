import type { PlanPath } from '../../../../shared/model/problem.ts';
import type { Scenario } from '../../../../shared/model/scenario.ts';
import { toReferenceProblem, type ScenarioProblem } from './scenarioProblem.ts';

/** Queues and the stocks behind them speak of the same people. */
export function checkCohorts(scenario: Scenario): ScenarioProblem[] {
  const cohortsOf = new Map<string, readonly string[]>();
  return scenario.traffic.flatMap((traffic, index): ScenarioProblem[] => {
    if (traffic.kind === 'queue') {
      const cohorts = Object.keys(traffic.cohorts);
      cohortsOf.set(traffic.id, cohorts);
      const { as = cohorts[0] ?? '' } = traffic.bots ?? {};
      return cohorts.includes(as) ? [] : [unknown(['traffic', index, 'bots', 'as'], as, cohorts)];
    }
    if (traffic.kind !== 'stock') return [];
    const cohorts = cohortsOf.get(traffic.of) ?? traffic.cohorts;
    const strange = traffic.cohorts.flatMap((cohort, place) =>
      cohorts.includes(cohort) ? [] : [unknown(['traffic', index, 'cohorts', place], cohort, cohorts)],
    );
    const missing = cohorts.filter((cohort) => !traffic.cohorts.includes(cohort));
    if (missing.length === 0) return strange;
    const text = `leaves out ${missing.join(' and ')}, whom the queue ${traffic.of} lets in; name all of its cohorts.`;
    return [...strange, { level: 'error', path: ['traffic', index, 'cohorts'], code: 'cohort_missing', text }];
  });
}

function unknown(path: PlanPath, cohort: string, cohorts: readonly string[]): ScenarioProblem {
  return toReferenceProblem(path, cohort, cohorts, 'a cohort of the queue');
}
