import { nearestWord } from '../../../../shared/base/nearestWord.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';

const deeds = ['release', 'skip', 'add', 'end'] as const;

/** `holdpoint inject`: what the facilitator of a rehearsal lets the world tell; `end` ends the rehearsal. */
export async function inject(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, from: 'value', to: 'values', says: 'value', reason: 'value' },
    short: actShort,
    words: ['deed (release, skip, add or end)', 'message?'],
  });
  const [word = '', message] = words;
  const deed = deeds.find((one) => one === word);
  const { from, to, says, reason } = options;
  if (deed === undefined) {
    const nearest = nearestWord(word, deeds);
    const advice = nearest === undefined ? 'write release, skip, add or end.' : `did you mean ${nearest}?`;
    throw new CallError(`There is no '${printable(word, 60)}' here: ${advice}`);
  }
  if (deed === 'end') {
    return actInRoom(options, io, () => ({
      command: { kind: 'rehearsal.end', args: { reason } },
      question: 'End the rehearsal, for everybody?',
      isGrave: true,
      says: 'the rehearsal is over.',
    }));
  }
  if (deed === 'add') {
    if (from === undefined || says === undefined || to.length === 0) {
      throw new CallError('Say who says it (--from), to which roles (--to) and what (--says).');
    }
    return actInRoom(options, io, () => ({
      command: { kind: 'inject.add', args: { from, to: [...to], says } },
      says: `${to.join(' and ')} have been told.`,
    }));
  }
  if (message === undefined) throw new CallError('Name the message.');
  return actInRoom(options, io, () => ({
    command: { kind: `inject.${deed}`, args: { inject: message } },
    says: deed === 'release' ? `${message} has been told.` : `${message} will not be told.`,
  }));
}
