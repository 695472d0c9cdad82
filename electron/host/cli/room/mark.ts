import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { readCell, readInstant, readRow, requireReason, ruleWords } from './roomWords.ts';

/** `holdpoint mark`: says of an incident which trigger should have fired in it; `--withdraw` takes a mark back. */
export async function mark(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: {
      ...actOptions,
      ...{ from: 'value', to: 'value', cell: 'value', note: 'value', withdraw: 'flag', reason: 'value' },
    },
    short: actShort,
    words: ['trigger, or with --withdraw the row of the mark'],
  });
  const { from, to, note } = options;
  if (options.withdraw) {
    const row = readRow('the mark', words[0]);
    const reason = requireReason(options.reason);
    return actInRoom(options, io, () => ({
      command: { kind: 'mark.withdraw', args: { mark: row, reason } },
      says: `the mark of row ${row} no longer counts.`,
    }));
  }
  if (from === undefined || to === undefined) {
    throw new CallError('Say from when to when with --from and --to, such as --from T+5m --to T+8m.');
  }
  if (note === undefined || note.trim() === '') throw new CallError('Say what happened with --note "...".');
  const [fromAt, toAt] = [readInstant('--from', from), readInstant('--to', to)];
  const cell = options.cell === undefined ? {} : readCell(options.cell);
  const trigger = words[0] ?? '';
  return actInRoom(options, io, ({ plan }) => ({
    command: {
      kind: 'mark.set',
      args: { fromAt: fromAt(plan), toAt: toAt(plan), trigger, cell: { ...cell }, note },
    },
    says: `${ruleWords(trigger, cell)} should have fired between ${from} and ${to}: numbers are held against that from now on.`,
  }));
}
