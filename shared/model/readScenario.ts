import type { PlanPath, Problem } from './problem.ts';
import { readDocument } from './readDocument.ts';
import { SCENARIO_FORMAT, scenarioSchema, type Scenario } from './scenario.ts';
import type { Position } from './yamlTree.ts';

export type ReadScenario =
  | {
      readonly scenario: Scenario;
      readonly problems: readonly [];
      /** Where the value (or, without one, the map around it) of a path stands in the text. */
      readonly positionOf: (path: PlanPath) => Position;
    }
  | { readonly scenario: undefined; readonly problems: readonly Problem[] };

/** Reads a scenario. What it says of itself and of its plan is `checkScenario`'s to judge. */
export function readScenario(text: string, fileName: string): ReadScenario {
  const read = readDocument(scenarioSchema, SCENARIO_FORMAT, text, fileName);
  if (read.document === undefined) return { scenario: undefined, problems: read.problems };
  return { scenario: read.document, problems: [], positionOf: read.positionOf };
}
