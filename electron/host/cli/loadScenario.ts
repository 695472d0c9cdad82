import { dirname, join } from 'node:path';
import type { Plan } from '../../../shared/model/plan.ts';
import { type Problem, showPath, showProblem } from '../../../shared/model/problem.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { readScenario } from '../../../shared/model/readScenario.ts';
import type { Scenario } from '../../../shared/model/scenario.ts';
import { planDigest } from '../../engine/judgementDigest.ts';
import { checkScenario } from '../../engine/source/simulator/checkScenario.ts';
import { Refusal } from './command.ts';
import { readTextFile } from './readTextFile.ts';

/** Four times the characters that a scenario or a plan may have, for those that take several bytes. */
const mostBytes = 4_194_304;

export interface LoadedScenario {
  readonly scenario: Scenario;
  /** As it lies on disk. */
  readonly text: string;
  readonly plan: Plan;
  readonly planText: string;
  readonly planDigest: string;
  readonly warnings: readonly Problem[];
}

/** The scenario and the plan beside it. Throws `Refusal` with everything that is wrong with them. */
export async function loadScenario(path: string): Promise<LoadedScenario> {
  const text = await readText(path);
  const read = readScenario(text, path);
  if (read.scenario === undefined) throw refuse(read.problems);
  const planPath = join(dirname(path), read.scenario.plan);
  const planText = await readText(planPath);
  const { plan, problems } = readPlan(planText, planPath);
  if (plan === undefined) throw refuse(problems);
  const found = checkScenario(read.scenario, plan).map(({ level, code, path: place, text: says }): Problem => {
    return { level, code, file: path, path: showPath(place), ...read.positionOf(place), text: says };
  });
  const errors = found.filter((problem) => problem.level === 'error');
  if (errors.length > 0) throw refuse(errors);
  return { scenario: read.scenario, text, plan, planText, planDigest: planDigest(planText), warnings: found };
}

export async function readText(path: string): Promise<string> {
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') throw new Refusal(3, file.text);
  if (file.kind === 'refused') throw new Refusal(1, `${path} ${file.text}`);
  return file.text;
}

export function refuse(problems: readonly Problem[]): Refusal {
  return new Refusal(1, problems.map(showProblem).join('\n'));
}
