import { parseArgs } from 'node:util';
import { lintPlan, placeFindings } from '../../../shared/judge/lint/lintPlan.ts';
import { showProblem } from '../../../shared/model/problem.ts';
import type { Problem } from '../../../shared/model/problem.ts';
import { readPlan } from '../../../shared/model/readPlan.ts';
import type { Io } from './io.ts';
import { readTextFile } from './readTextFile.ts';

const usage = 'holdpoint lint <plan> [--json]';
/** Four times the characters that a plan may have, for those that take several bytes. */
const mostBytes = 4_194_304;

/**
 * `holdpoint lint`: what is wrong with a plan, what will surprise somebody on the day, and what each rule needs to fire.
 * Exit codes: 0 no errors (there may be warnings); 1 errors; 2 the call is wrong; 3 the file could not be read.
 */
export async function lint(argv: string[], io: Io): Promise<number> {
  const call = readCall(argv);
  if (typeof call === 'string') {
    io.err(`${call} Call it as: ${usage}\n`);
    return 2;
  }
  if (call.help) {
    io.out(`${usage}\n`);
    return 0;
  }
  const file = await readTextFile(call.plan, mostBytes);
  if (file.kind === 'unreadable') {
    io.err(`${file.text}\n`);
    return 3;
  }
  const problems = file.kind === 'text' ? lintText(file.text, call.plan) : [refusal(call.plan, file.code, file.text)];
  if (call.json) io.out(`${JSON.stringify(problems.map(toRow))}\n`);
  else io.out(`${[...problems.map(showProblem), summary(call.plan, problems)].join('\n')}\n`);
  return problems.some((problem) => problem.level === 'error') ? 1 : 0;
}

/** Everything that is said of a plan's text, in the order of its lines. */
export function lintText(text: string, fileName: string): readonly Problem[] {
  const read = readPlan(text, fileName);
  return read.plan === undefined ? read.problems : placeFindings(lintPlan(read.plan), fileName, read.positionOf);
}

function refusal(file: string, code: string, text: string): Problem {
  return { level: 'error', code, file, path: '', line: 1, column: 1, text };
}

function toRow({ level, code, path, line, text }: Problem): object {
  return { level, code, path, line, text };
}

function summary(fileName: string, problems: readonly Problem[]): string {
  const count = (level: Problem['level']): string => {
    const number = problems.filter((problem) => problem.level === level).length;
    return `${number === 0 ? 'no' : number} ${level}${number === 1 ? '' : 's'}`;
  };
  return `${fileName}: ${count('error')}, ${count('warning')}, ${count('note')}`;
}

interface Call {
  readonly help: boolean;
  readonly json: boolean;
  readonly plan: string;
}

/** The call, or what is wrong with it. */
function readCall(argv: string[]): Call | string {
  try {
    const { values, positionals } = parseArgs({
      args: argv,
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    const [plan, ...more] = positionals;
    if (values.help === true) return { help: true, json: false, plan: '' };
    if (plan === undefined) return 'Name the plan to look at.';
    if (more.length > 0) return 'Name one plan only.';
    return { help: false, json: values.json === true, plan };
  } catch (error) {
    return `${error instanceof Error ? error.message.replace(/\.$/, '') : String(error)}.`;
  }
}
