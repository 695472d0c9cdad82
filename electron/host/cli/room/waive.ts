import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { readCell, readInstant, readRow, requireReason, ruleWords } from './roomWords.ts';

/** `holdpoint waive`: proposes that a criterion need not pass for a while; `--end` ends one that is in force. */
export async function waive(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, cell: 'value', until: 'value', reason: 'value', end: 'flag' },
    short: actShort,
    words: ['criterion, or with --end the row of the waiver'],
  });
  const reason = requireReason(options.reason);
  const { until } = options;
  if (options.end) {
    if (until !== undefined || options.cell !== undefined) {
      throw new CallError('--end goes with the row of the waiver: leave --until and --cell out.');
    }
    const proposal = readRow('the waiver', words[0]);
    return actInRoom(options, io, () => ({
      command: { kind: 'waiver.end', args: { proposal, reason } },
      question: `End the waiver of row ${proposal}?`,
      says: `the waiver of row ${proposal} is over.`,
    }));
  }
  if (until === undefined) throw new CallError('Say until when with --until, such as T+2h.');
  const toUntilAt = readInstant('--until', until);
  const cell = options.cell === undefined ? {} : readCell(options.cell);
  const criterion = words[0] ?? '';
  return actInRoom(options, io, ({ plan }) => ({
    command: { kind: 'waiver.propose', args: { criterion, cell: { ...cell }, untilAt: toUntilAt(plan), reason } },
    says: (rows) =>
      Promise.resolve(
        `a waiver of ${ruleWords(criterion, cell)} until ${until} is proposed; it counts when somebody else approves: holdpoint approve ${rows[0]}`,
      ),
  }));
}
