import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { readInstant, requireReason } from './roomWords.ts';

/** `holdpoint step`: a step of the runbook is done; or skipped, or open again. */
export async function step(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, note: 'value', override: 'value', skip: 'flag', reopen: 'flag', reason: 'value' },
    short: actShort,
    words: ['step'],
  });
  const { note, override, skip, reopen, reason } = options;
  const id = words[0] ?? '';
  if (skip && reopen) throw new CallError('Give --skip or --reopen, not both.');
  if (!skip && !reopen) {
    if (reason !== undefined) throw new CallError('--reason goes with --skip and --reopen; write a --note.');
    return actInRoom(options, io, () => ({
      command: { kind: 'step.finish', args: { step: id, note, override } },
      says: `the step ${id} is done.`,
    }));
  }
  if (note !== undefined || override !== undefined) throw new CallError('Write a --reason with --skip and --reopen.');
  const why = requireReason(reason);
  return actInRoom(options, io, () => ({
    command: { kind: skip ? 'step.skip' : 'step.reopen', args: { step: id, reason: why } },
    says: `the step ${id} is ${skip ? 'skipped' : 'open again'}.`,
  }));
}

/** `holdpoint milestone`: a milestone is reached; or with `--move` it stands, or begins, at another instant. */
export async function milestone(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, note: 'value', move: 'value', reason: 'value' },
    short: actShort,
    words: ['milestone'],
  });
  const { note, move, reason } = options;
  const id = words[0] ?? '';
  if (move === undefined) {
    if (reason !== undefined) throw new CallError('--reason goes with --move; write a --note.');
    return actInRoom(options, io, () => ({
      command: { kind: 'milestone.reach', args: { milestone: id, note } },
      says: `the milestone ${id} is reached.`,
    }));
  }
  if (note !== undefined) throw new CallError('Write a --reason with --move.');
  const toAt = readInstant('--move', move);
  const why = requireReason(reason);
  return actInRoom(options, io, ({ plan }) => ({
    command: { kind: 'milestone.move', args: { milestone: id, toAt: toAt(plan), reason: why } },
    question: `Move the milestone ${id} to ${move}?`,
    says: `the milestone ${id} is moved to ${move}.`,
  }));
}
