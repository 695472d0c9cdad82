import type { z } from 'zod';
import { toProblems } from './planProblems.ts';
import { showPath, type PlanPath, type Problem } from './problem.ts';
import { readYaml, type Position } from './yamlTree.ts';

export type ReadDocument<Document> =
  | {
      readonly document: Document;
      readonly problems: readonly [];
      /** Where the value (or, without one, the map around it) of a path stands in the text. */
      readonly positionOf: (path: PlanPath) => Position;
    }
  | { readonly document: undefined; readonly problems: readonly Problem[] };

const MOST_PROBLEMS = 100;

/**
 * Reads a document of one of our formats from YAML or JSON. It never throws: what is wrong comes as problems, at most 100,
 * in the order of the text.
 */
export function readDocument<Schema extends z.ZodType>(
  schema: Schema,
  format: string,
  text: string,
  fileName: string,
): ReadDocument<z.output<Schema>> {
  const tree = readYaml(text);
  if (Array.isArray(tree)) {
    const problems = tree.map(({ code, path, line, column, text: says }): Problem => {
      return { level: 'error', code, file: fileName, path: showPath(path), line, column, text: says };
    });
    return { document: undefined, problems };
  }
  if (tree.value === null) {
    const says = `is empty; begin with format: ${format}.`;
    const problem: Problem = {
      level: 'error',
      code: 'empty',
      file: fileName,
      path: '',
      line: 1,
      column: 1,
      text: says,
    };
    return { document: undefined, problems: [problem] };
  }
  const read = schema.safeParse(tree.value);
  if (read.success) return { document: read.data, problems: [], positionOf: tree.positionOf };
  const problems = toProblems(read.error.issues, tree.value)
    .slice(0, MOST_PROBLEMS)
    .map((it): Problem => {
      const { line, column } = it.at === 'key' ? tree.positionOfKey(it.path) : tree.positionOf(it.path);
      return { level: 'error', code: it.code, file: fileName, path: showPath(it.path), line, column, text: it.text };
    });
  problems.sort((one, other) => one.line - other.line || one.column - other.column);
  return { document: undefined, problems };
}
