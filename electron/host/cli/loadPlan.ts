import type { Finding } from '../../../shared/judge/lint/finding.ts';
import { Judge } from '../../../shared/judge/judge.ts';
import { lintPlan, placeFindings } from '../../../shared/judge/lint/lintPlan.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { type Problem, showProblem } from '../../../shared/model/problem.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import { planDigest } from '../../engine/judgementDigest.ts';
import { Refusal } from './command.ts';
import { readTextFile } from './readTextFile.ts';
import { showCount } from './showTimes.ts';

/** Four times the characters that a plan may have, for those that take several bytes. */
const mostBytes = 4_194_304;

export interface LoadedPlan {
  readonly path: string;
  readonly plan: Plan;
  /** As it lies on disk. */
  readonly text: string;
  readonly digest: string;
}

/**
 * A plan without errors, ready to judge by. Throws `Refusal` with every error of a plan that is not. With `tell`, errors
 * that do not keep anybody from judging are told and borne: a recording is examined, and nothing is decided by it.
 */
export async function loadPlan(path: string, tell?: (text: string) => void): Promise<LoadedPlan> {
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') throw new Refusal(3, file.text);
  if (file.kind === 'refused') throw new Refusal(1, `${path} ${file.text}`);
  const read = readPlan(file.text, path);
  if (read.plan === undefined) throw refusal(path, read.problems);
  const errors = lintPlan(read.plan).filter((finding) => finding.level === 'error');
  const placed = placeFindings(errors, path, read.positionOf);
  if (tell !== undefined && canBeJudged(read.plan, errors))
    placed.forEach((problem) => tell(`${showProblem(problem)}\n`));
  else if (errors.length > 0) throw refusal(path, placed);
  return { path, plan: read.plan, text: file.text, digest: planDigest(file.text) };
}

function canBeJudged(plan: Plan, errors: readonly Finding[]): boolean {
  if (errors.some(({ code }) => code === 'too_many_cells')) return false;
  try {
    new Judge(plan);
    return true;
  } catch {
    // A reference leads to nothing, or to something of another kind: the errors say which.
    return false;
  }
}

function refusal(path: string, problems: readonly Problem[]): Refusal {
  const isOne = problems.length === 1;
  const lines = [
    ...problems.map(showProblem),
    `${path} has ${showCount(problems.length, 'error')}: mend ${isOne ? 'it' : 'them'}, then \`holdpoint lint ${path}\` says more.`,
  ];
  return new Refusal(1, lines.join('\n'));
}
