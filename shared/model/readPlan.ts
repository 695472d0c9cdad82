import { PLAN_FORMAT, planSchema } from './plan.ts';
import type { Plan } from './plan.ts';
import { toProblems } from './planProblems.ts';
import { showPath } from './problem.ts';
import type { PlanPath, Problem } from './problem.ts';
import { valueAt } from './valueAt.ts';
import { readYaml } from './yamlTree.ts';
import type { Position } from './yamlTree.ts';

export type ReadPlan =
  | {
      readonly plan: Plan;
      readonly problems: readonly [];
      /** Where the value (or, without one, the map around it) of a path stands in the text. */
      readonly positionOf: (path: PlanPath) => Position;
      /** What stands at a path as it was written: `5%` where the plan has 0.05. */
      readonly writtenAt: (path: PlanPath) => unknown;
    }
  | { readonly plan: undefined; readonly problems: readonly Problem[] };

const MOST_PROBLEMS = 100;

/**
 * Reads a plan from YAML or JSON. It never throws: what is wrong comes as problems, at most 100, in the order of the text,
 * each with its place, what was found and what would be right. What parts of a plan say of each other is lint's to judge.
 */
export function readPlan(text: string, fileName: string): ReadPlan {
  const tree = readYaml(text);
  if (Array.isArray(tree)) {
    return {
      plan: undefined,
      problems: tree.map((it) => ({
        level: 'error',
        code: it.code,
        file: fileName,
        path: showPath(it.path),
        line: it.line,
        column: it.column,
        text: it.text,
      })),
    };
  }
  if (tree.value === null) {
    const text = `is empty; begin with format: ${PLAN_FORMAT}.`;
    return {
      plan: undefined,
      problems: [{ level: 'error', code: 'empty', file: fileName, path: '', line: 1, column: 1, text }],
    };
  }
  const read = planSchema.safeParse(tree.value);
  if (read.success) {
    const writtenAt = (path: PlanPath): unknown => valueAt(tree.value, path);
    return { plan: read.data, problems: [], positionOf: tree.positionOf, writtenAt };
  }
  const problems = toProblems(read.error.issues, tree.value)
    .slice(0, MOST_PROBLEMS)
    .map((it): Problem => {
      const { line, column } = it.at === 'key' ? tree.positionOfKey(it.path) : tree.positionOf(it.path);
      return { level: 'error', code: it.code, file: fileName, path: showPath(it.path), line, column, text: it.text };
    });
  return {
    plan: undefined,
    problems: problems.sort((one, other) => one.line - other.line || one.column - other.column),
  };
}
