import type { Labels } from '../../../../shared/model/series.ts';
import { cellKey, cellWords } from '../../../../shared/judge/selector.ts';
import { nearestWord } from '../../../../shared/base/nearestWord.ts';
import { printable } from '../../../../shared/model/problem.ts';
import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom, type RoomLine } from './roomLine.ts';
import { readCell, readInstant, requireReason } from './roomWords.ts';

const triggerOptions = { ...actOptions, cell: 'value', reason: 'value' } as const;
const arms = ['advise', 'hold', 'act'] as const;

/** `holdpoint ack`: somebody has seen the trigger and is on it. */
export async function ack(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, cell: 'value', note: 'value' },
    short: actShort,
    words: ['trigger'],
  });
  const given = options.cell === undefined ? undefined : readCell(options.cell);
  const trigger = words[0] ?? '';
  return actInRoom(options, io, ({ room, actor }) => {
    const cell = cellOf(room, trigger, given);
    return {
      command: { kind: 'trigger.acknowledge', args: { trigger, cell, note: options.note } },
      says: `${actor.role} (${actor.name}) has acknowledged ${named(trigger, cell)}.`,
    };
  });
}

/** `holdpoint shelve`: the trigger asks nobody until an instant; `--end` takes that back. */
export async function shelve(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, cell: 'value', until: 'value', reason: 'value', end: 'flag' },
    short: actShort,
    words: ['trigger'],
  });
  const given = options.cell === undefined ? undefined : readCell(options.cell);
  const reason = requireReason(options.reason);
  const trigger = words[0] ?? '';
  if (options.end && options.until !== undefined) throw new CallError('Give --until or --end, not both.');
  if (options.end) {
    return actInRoom(options, io, ({ room }) => {
      const cell = cellOf(room, trigger, given);
      const says = `${named(trigger, cell)} is no longer shelved.`;
      return { command: { kind: 'trigger.unshelve', args: { trigger, cell, reason } }, says };
    });
  }
  const { until } = options;
  if (until === undefined) throw new CallError('Say until when with --until, such as T+2h.');
  const toUntilAt = readInstant('--until', until);
  return actInRoom(options, io, ({ room, plan }) => {
    const cell = cellOf(room, trigger, given);
    return {
      command: { kind: 'trigger.shelve', args: { trigger, cell, untilAt: toUntilAt(plan), reason } },
      question: `Shelve ${named(trigger, cell)} until ${until}, so that it asks nobody?`,
      says: `${named(trigger, cell)} is shelved until ${until}.`,
    };
  });
}

/** `holdpoint reset`: the trigger has had its answer. */
export async function reset(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, { options: triggerOptions, short: actShort, words: ['trigger'] });
  const given = options.cell === undefined ? undefined : readCell(options.cell);
  const reason = requireReason(options.reason);
  const trigger = words[0] ?? '';
  return actInRoom(options, io, ({ room }) => {
    const cell = cellOf(room, trigger, given);
    return {
      command: { kind: 'trigger.reset', args: { trigger, cell, reason } },
      question: `Has ${named(trigger, cell)} had its answer?`,
      says: `${named(trigger, cell)} is handled.`,
    };
  });
}

/** `holdpoint veto`: the countdown to a rollback is stopped. */
export async function veto(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, { options: triggerOptions, short: actShort, words: ['trigger'] });
  const given = options.cell === undefined ? undefined : readCell(options.cell);
  const reason = requireReason(options.reason);
  const trigger = words[0] ?? '';
  return actInRoom(options, io, ({ room }) => {
    const cell = cellOf(room, trigger, given);
    return {
      command: { kind: 'countdown.veto', args: { trigger, cell, reason } },
      question: `Stop the rollback that ${named(trigger, cell)} counts down to?`,
      says: `the rollback of ${named(trigger, cell)} is vetoed.`,
    };
  });
}

/** `holdpoint arm`: what the room may do by itself when the trigger fires. */
export async function arm(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value' },
    short: actShort,
    words: ['trigger', 'arm (advise, hold or act)'],
  });
  const [trigger = '', word = ''] = words;
  const to = arms.find((one) => one === word);
  if (to === undefined) {
    const nearest = nearestWord(word, arms);
    const advice = nearest === undefined ? 'write advise, hold or act.' : `did you mean ${nearest}?`;
    throw new CallError(`There is no arm '${printable(word, 60)}': ${advice}`);
  }
  const reason = requireReason(options.reason);
  return actInRoom(options, io, ({ room }) => {
    const before = room.attention.arms.find((one) => one.trigger === trigger)?.arm;
    return {
      command: { kind: 'arm.set', args: { trigger, arm: to, reason } },
      question: `Set the arm of ${trigger}${before === undefined ? '' : ` from ${before}`} to ${to}?`,
      says: `the arm of ${trigger} is ${to}.`,
    };
  });
}

/** The cell that was named; else the only one in which the trigger asks for somebody. */
function cellOf(room: RoomLine['room'], trigger: string, given: Labels | undefined): Record<string, string> {
  if (given !== undefined) return { ...given };
  const on = room.attention.entries.filter((entry) => entry.trigger === trigger);
  if (on.length > 1) {
    const cells = on.map(({ cell }) => `--cell ${cellKey(cell)}`).join(', ');
    throw new CallError(`${trigger} asks for somebody in ${on.length} cells, so name one: ${cells}.`);
  }
  return { ...on[0]?.cell };
}

function named(trigger: string, cell: Labels): string {
  return cellKey(cell) === '' ? trigger : `${trigger} in ${cellWords(cell)}`;
}
