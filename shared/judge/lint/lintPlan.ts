import { lintBoardReferences } from './boardReferences.ts';
import type { Plan } from '../../model/plan.ts';
import { showPath } from '../../model/problem.ts';
import type { PlanPath, Problem } from '../../model/problem.ts';
import { lintCalendar } from './calendar.ts';
import { lintCells } from './cells.ts';
import { lintConditions } from './conditions.ts';
import { lintDuplicates } from './duplicates.ts';
import { lintExperiments } from './experiments.ts';
import type { Finding, LintRoom } from './finding.ts';
import { lintIndicators } from './indicators.ts';
import { lintJudgedReferences } from './judgedReferences.ts';
import { lintLaunch } from './launch.ts';
import { lintNeeds } from './needs.ts';
import { lintPreparedReferences } from './preparedReferences.ts';
import { lintPrometheus } from './prometheus.ts';
import { lintRamp } from './ramp.ts';
import { lintReadiness } from './readiness.ts';
import { lintSlos } from './slos.ts';
import { lintSources } from './sources.ts';
import { lintTriggers } from './triggers.ts';

const rooms: readonly LintRoom[] = [
  lintJudgedReferences,
  lintPreparedReferences,
  lintBoardReferences,
  lintDuplicates,
  lintLaunch,
  lintIndicators,
  lintSlos,
  lintConditions,
  lintTriggers,
  lintNeeds,
  lintCells,
  lintRamp,
  lintCalendar,
  lintReadiness,
  lintExperiments,
  lintSources,
  lintPrometheus,
];

/**
 * Everything that can be said of a plan without a recording. A plan without an error can be judged; `judge` may rely on
 * every id leading somewhere.
 */
export function lintPlan(plan: Plan): Finding[] {
  return rooms.flatMap((room) => room(plan));
}

/** The findings as problems of a file, in the order of its lines. */
export function placeFindings(
  findings: readonly Finding[],
  fileName: string,
  positionOf: (path: PlanPath) => { readonly line: number; readonly column: number },
): Problem[] {
  return findings
    .map(({ level, code, path, text }): Problem => ({
      level,
      code,
      file: fileName,
      path: showPath(path),
      ...positionOf(path),
      text,
    }))
    .sort((one, other) => one.line - other.line || one.column - other.column);
}
