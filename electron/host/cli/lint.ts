import { lintText } from '../../../shared/judge/lint/lintText.ts';
import { showProblem } from '../../../shared/model/problem.ts';
import type { Problem } from '../../../shared/model/problem.ts';
import type { Io } from './io.ts';
import { readCall } from './readCall.ts';
import { readTextFile } from './readTextFile.ts';
import { showCount } from './showTimes.ts';

/** Four times the characters that a plan may have, for those that take several bytes. */
const mostBytes = 4_194_304;

/**
 * `holdpoint lint`: what is wrong with a plan, what will surprise somebody on the day, and what each rule needs to fire.
 * Exit codes: 0 no errors (there may be warnings); 1 errors; 2 the call is wrong; 3 the file could not be read.
 */
export async function lint(argv: string[], io: Io): Promise<number> {
  const { options, words } = readCall(argv, { options: { json: 'flag' }, words: ['plan to look at'] });
  const [path = ''] = words;
  const file = await readTextFile(path, mostBytes);
  if (file.kind === 'unreadable') {
    io.err(`${file.text}\n`);
    return 3;
  }
  const problems = file.kind === 'text' ? lintText(file.text, path) : [refusal(path, file.code, file.text)];
  if (options.json) io.out(`${JSON.stringify(problems.map(toRow))}\n`);
  else io.out(`${[...problems.map(showProblem), summary(path, problems)].join('\n')}\n`);
  return problems.some((problem) => problem.level === 'error') ? 1 : 0;
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
    return number === 0 ? `no ${level}s` : showCount(number, level);
  };
  return `${fileName}: ${count('error')}, ${count('warning')}, ${count('note')}`;
}
