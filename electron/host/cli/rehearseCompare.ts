import { basename } from 'node:path';
import { compareScores } from '../../../shared/judge/score/compareScores.ts';
import { type CommandIo, Refusal } from './command.ts';
import { readCall } from './readCall.ts';
import { rehearsalInFile, scoreFile } from './scoreFile.ts';
import { showScores } from './showScore.ts';

/** `holdpoint rehearse compare`: two rehearsals of a scenario, or one and the launch itself, aligned at T-0. */
export async function compareSessions(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, { options: { json: 'flag' }, words: ['first session', 'second session'] });
  const [one = '', other = ''] = words;
  const own = rehearsalInFile(one);
  const theirs = rehearsalInFile(other);
  const by = own ?? theirs;
  if (by === undefined) {
    throw new Refusal(
      1,
      `Neither ${one} nor ${other} is a rehearsal: name one, which says what should have been done.`,
    );
  }
  if (own !== undefined && theirs !== undefined && own.scenario.id !== theirs.scenario.id) {
    throw new Refusal(
      1,
      `${one} rehearses ${own.scenario.id} and ${other} ${theirs.scenario.id}: compare like with like.`,
    );
  }
  const comparison = compareScores(
    { name: basename(one), score: await scoreFile(one, by) },
    { name: basename(other), score: await scoreFile(other, by) },
  );
  if (options.json) io.out(`${JSON.stringify(comparison, null, 2)}\n`);
  else for (const text of showScores(comparison, io.paint)) io.out(text);
  return 0;
}
