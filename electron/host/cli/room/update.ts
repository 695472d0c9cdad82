import { printable } from '../../../../shared/model/problem.ts';
import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { showUtc } from '../showTimes.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom, lookAtRoom, type RoomLine } from './roomLine.ts';

const longest = 4000;

/** `holdpoint update`: shows the draft of the next status update; with `--send` or a text of one's own it goes out. */
export async function update(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, send: 'flag', copy: 'flag' },
    short: actShort,
    words: ['text?'],
  });
  const [own] = words;
  if (own === undefined && !options.send) {
    if (options.copy) throw new CallError('--copy goes with --send or with a text.');
    return lookAtRoom(options, io, async (line) => showDraft(line, options.json, io));
  }
  return actInRoom(options, io, ({ room: { updates } }) => {
    const to = options.copy ? 'copy' : updates.to;
    const text = own ?? updates.draft;
    return {
      command: { kind: 'update.send', args: { text, to } },
      ...(to === 'copy' ? {} : { question: `Send to everybody who reads the updates: "${text}"?`, isGrave: true }),
      says:
        to === 'copy'
          ? 'the update is in the ledger; copy it to where it belongs.'
          : 'the update goes to its address, whose answer the status tells.',
    };
  });
}

function showDraft({ room: { updates } }: RoomLine, json: boolean, io: CommandIo): number {
  if (json) {
    io.out(`${JSON.stringify(updates)}\n`);
    return 0;
  }
  const { nextDueAt, isLate, draft, written } = updates;
  const due = nextDueAt === null ? 'The plan asks for no updates.' : `The next update is due at ${showUtc(nextDueAt)}.`;
  io.out(`${due}${isLate ? ' It is late.' : ''}\n\n`);
  // A draft has lines of its own; what could move the cursor is made visible in each.
  for (const text of draft.split('\n')) io.out(`  ${printable(text, longest)}\n`);
  if (written.length > 0) io.out('\n');
  for (const { row, at, by, delivery, says } of written) {
    const why = says === null ? '' : `: ${printable(says, 300)}`;
    io.out(`row ${row}  ${showUtc(at)}  ${printable(by.name, 80)}  ${delivery}${why}\n`);
  }
  return 0;
}
