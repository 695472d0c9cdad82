import type { CommandIo } from '../command.ts';
import { CallError } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';

/** `holdpoint take`: the role of `--as`, which nobody else holds. */
export async function take(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: actOptions, short: actShort, words: [] });
  return actInRoom(options, io, ({ actor }) => ({
    command: { kind: 'role.take', args: { role: actor.role } },
    says: `${actor.name} has taken the role ${actor.role}.`,
  }));
}

/** `holdpoint handover`: the role goes to somebody else, with what they must know. */
export async function handover(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, note: 'value' },
    short: actShort,
    words: ['person who takes the role'],
  });
  const { note } = options;
  if (note === undefined) throw new CallError('Say with --note "..." what the next one must know.');
  const to = words[0] ?? '';
  return actInRoom(options, io, ({ actor }) => ({
    command: { kind: 'role.handOver', args: { role: actor.role, to, note } },
    says: `${actor.name} has handed the role ${actor.role} over to ${to}.`,
  }));
}

/** `holdpoint leave`: nobody holds the role from here. */
export async function leave(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { ...actOptions, note: 'value' }, short: actShort, words: [] });
  return actInRoom(options, io, ({ actor }) => ({
    command: { kind: 'role.leave', args: { role: actor.role, note: options.note } },
    question: `Leave the role ${actor.role} to nobody?`,
    says: `${actor.name} has left the role ${actor.role}; nobody holds it.`,
  }));
}
