import { nearestWord } from '../../../../shared/base/nearestWord.ts';
import type { PlanPath } from '../../../../shared/model/problem.ts';

/** Something that the scenario says and that cannot be meant. The text completes the place: "found X; write Y.". */
export interface ScenarioProblem {
  readonly level: 'error' | 'warning';
  readonly path: PlanPath;
  readonly code: string;
  readonly text: string;
}

/** A word that names nothing. `what` is what to name, e.g. `a role of the plan`. */
export function toReferenceProblem(path: PlanPath, id: string, known: Iterable<string>, what: string): ScenarioProblem {
  const nearest = nearestWord(id, known);
  const advice = nearest === undefined ? `name ${what}` : `write ${nearest}, or name another: ${what}`;
  return { level: 'error', path, code: 'reference_unknown', text: `found ${id}; ${advice}.` };
}
