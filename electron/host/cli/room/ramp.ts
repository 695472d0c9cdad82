import type { CommandIo } from '../command.ts';
import { CallError } from '../command.ts';
import { readCall } from '../readCall.ts';
import { askAdvance, askRollback, tellOrder } from './rampOrder.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom } from './roomLine.ts';
import { readEligible, readShare, requireReason, requireScope, scopeOptions, scopeWords } from './roomWords.ts';

/** `holdpoint advance`: to the next stage, or to `--to`; against what is in the way it is only proposed. */
export async function advance(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: { ...actOptions, ...scopeOptions, to: 'value', override: 'value' },
    short: actShort,
    words: [],
  });
  const scope = requireScope(options);
  const to = options.to === undefined ? undefined : readShare('--to', options.to);
  const { override } = options;
  return actInRoom(options, io, (line) => ({
    command: {
      kind: 'ramp.advance',
      args: { scope, to, override: override === undefined ? undefined : { reason: override } },
    },
    // A proposal moves nothing.
    ...(override === undefined ? { question: askAdvance(line, scope, to), isGrave: true } : {}),
    says: (rows) =>
      override === undefined
        ? tellOrder(line, rows)
        : Promise.resolve(
            `the advance of ${scopeWords(scope)} is proposed; it counts when somebody else approves: holdpoint approve ${rows[0]}`,
          ),
  }));
}

/** `holdpoint rollback`: one stage back, or to `--to`. It asks for no criterion. */
export async function rollback(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: { ...actOptions, ...scopeOptions, to: 'value', reason: 'value' },
    short: actShort,
    words: [],
  });
  const scope = requireScope(options);
  const to = options.to === undefined ? undefined : readShare('--to', options.to);
  const reason = requireReason(options.reason);
  return actInRoom(options, io, (line) => ({
    command: { kind: 'ramp.rollback', args: { scope, to, reason } },
    question: askRollback(line, scope, to),
    isGrave: true,
    says: (rows) => tellOrder(line, rows),
  }));
}

/** `holdpoint narrow`: fewer users are eligible. */
export async function narrow(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: { ...actOptions, ...scopeOptions, only: 'values', reason: 'value' },
    short: actShort,
    words: [],
  });
  const scope = requireScope(options);
  const eligible = readEligible(options.only);
  const reason = requireReason(options.reason);
  return actInRoom(options, io, (line) => ({
    command: { kind: 'ramp.narrow', args: { scope, eligible, reason } },
    question: `Narrow ${scopeWords(scope)} to ${options.only.join(' and ')}?`,
    isGrave: true,
    says: (rows) => tellOrder(line, rows),
  }));
}

/** `holdpoint confirm`: an order is done, by a person's word. Without a name it is the only one that waits. */
export async function confirm(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, note: 'value' },
    short: actShort,
    words: ['order?'],
  });
  return actInRoom(options, io, ({ room }) => {
    const order = words[0] ?? onlyOne(room.ramp.orders);
    const says = room.ramp.orders.find((one) => one.order === order)?.says ?? order;
    return {
      command: { kind: 'order.confirm', args: { order, note: options.note } },
      question: `Is it done: ${says}?`,
      isGrave: true,
      says: `${order} is confirmed as done.`,
    };
  });
}

/** `holdpoint cancel`: an order that is not done yet is called off. */
export async function cancel(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, reason: 'value' },
    short: actShort,
    words: ['order'],
  });
  const reason = requireReason(options.reason);
  const order = words[0] ?? '';
  return actInRoom(options, io, () => ({
    command: { kind: 'order.cancel', args: { order, reason } },
    question: `Call off the order ${order}?`,
    isGrave: true,
    says: `${order} is called off.`,
  }));
}

function onlyOne(orders: readonly { readonly order: string; readonly state: string }[]): string {
  const waiting = orders.filter(({ state }) => state === 'placed');
  const [one] = waiting;
  if (one !== undefined && waiting.length === 1) return one.order;
  const names = waiting.map(({ order }) => order).join(', ');
  throw new CallError(waiting.length === 0 ? 'No order waits: name one.' : `Name the order; these wait: ${names}.`);
}
