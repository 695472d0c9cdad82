import { nearestWord } from '../../../../shared/base/nearestWord.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';

const ballots = ['go', 'no-go', 'hold', 'go-if'] as const;

/** `holdpoint vote`: what the role of `--as` says in a poll. */
export async function vote(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value', condition: 'value', option: 'value' },
    short: actShort,
    words: ['poll', 'vote (go, no-go, hold or go-if)'],
  });
  const { reason, condition, option } = options;
  const poll = words[0] ?? '';
  const ballot = readBallot(words[1] ?? '');
  if (ballot === 'no-go' && reason === undefined) throw new CallError('Say why with --reason "...": a no-go needs it.');
  if (ballot === 'go-if' && condition === undefined) throw new CallError('Say on what condition: --condition "...".');
  const on = option === undefined ? '' : ` for ${option}`;
  return actInRoom(options, io, ({ actor }) => ({
    command: { kind: 'vote.cast', args: { poll, vote: ballot, reason, condition, option } },
    says: `${actor.role} (${actor.name}) says ${ballot}${on} in the poll ${poll}.`,
  }));
}

function readBallot(word: string): (typeof ballots)[number] {
  const found = ballots.find((one) => one === word);
  if (found !== undefined) return found;
  const nearest = nearestWord(word, ballots);
  const advice = nearest === undefined ? `write ${ballots.join(', ')}` : `did you mean ${nearest}?`;
  throw new CallError(`There is no vote '${printable(word, 60)}': ${advice}${nearest === undefined ? '.' : ''}`);
}
