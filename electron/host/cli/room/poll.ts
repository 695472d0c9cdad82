import type { Plan } from '../../../../shared/model/plan.ts';
import { CallError, type CommandIo } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom, lookAtRoom } from './roomLine.ts';
import { readInstant } from './roomWords.ts';
import { showPolls } from './showPolls.ts';

/** `holdpoint poll`: the polls as they stand; `open` and `close` with a name open and close one. */
export async function poll(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, closes: 'value', reason: 'value' },
    short: actShort,
    words: ['open or close?', 'poll?'],
  });
  const [verb, id] = words;
  const { closes, reason } = options;
  if (verb === undefined) {
    if (closes !== undefined || reason !== undefined) throw new CallError('Say open or close, and which poll.');
    return lookAtRoom(options, io, async ({ room, plan }) => {
      if (options.json) io.out(`${JSON.stringify(room.polls)}\n`);
      else for (const text of showPolls(room.polls, plan.launch.t0, io.paint, 'all')) io.out(text);
      return 0;
    });
  }
  if (verb !== 'open' && verb !== 'close') throw new CallError('Say open or close before the name of the poll.');
  if (id === undefined) throw new CallError('Name the poll.');
  if (verb === 'open') {
    if (reason !== undefined) throw new CallError('--reason goes with close.');
    const toClosesAt: ((plan: Plan) => number) | undefined =
      closes === undefined ? undefined : readInstant('--closes', closes);
    return actInRoom(options, io, ({ plan }) => ({
      command: { kind: 'poll.open', args: { poll: id, closesAt: toClosesAt?.(plan) } },
      says: `the poll ${id} is open.`,
    }));
  }
  if (closes !== undefined) throw new CallError('--closes goes with open.');
  return actInRoom(options, io, () => ({
    command: { kind: 'poll.close', args: { poll: id, reason } },
    question: `Close the poll ${id}?`,
    says: `the poll ${id} is closed.`,
  }));
}
