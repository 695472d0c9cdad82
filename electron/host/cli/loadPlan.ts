import { lintPlan, placeFindings } from '../../../shared/judge/lint/lintPlan.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { type Problem, showProblem } from '../../../shared/model/problem.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { planDigest } from '../../engine/judgementDigest.ts';
import { Refusal } from './command.ts';
import { readTextFile } from './readTextFile.ts';

/** Four times the characters that a plan may have, for those that take several bytes. */
const mostBytes = 4_194_304;

export interface LoadedPlan {
  readonly path: string;
  readonly plan: Plan;
  /** As it lies on disk. */
  readonly text: string;
  readonly digest: string;
}

/** A plan without errors, ready to judge by. Throws `Refusal` with every error of a plan that is not. */
export async function loadPlan(path: string): Promise<LoadedPlan> {
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') throw new Refusal(3, file.text);
  if (file.kind === 'refused') throw new Refusal(1, `${path} ${file.text}`);
  const read = readPlan(file.text, path);
  if (read.plan === undefined) throw refusal(path, read.problems);
  const errors = lintPlan(read.plan).filter((finding) => finding.level === 'error');
  if (errors.length > 0) throw refusal(path, placeFindings(errors, path, read.positionOf));
  return { path, plan: read.plan, text: file.text, digest: planDigest(file.text) };
}

function refusal(path: string, problems: readonly Problem[]): Refusal {
  const count = problems.length === 1 ? 'an error' : `${problems.length} errors`;
  const lines = [
    ...problems.map(showProblem),
    `${path} has ${count}: mend it, then \`holdpoint lint ${path}\` says more.`,
  ];
  return new Refusal(1, lines.join('\n'));
}
