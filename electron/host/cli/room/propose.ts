import type { SweepAsked } from '../../../../shared/contract/sweepQueries.ts';
import { systemClock } from '../../systemClock.ts';
import { type CommandIo, Refusal } from '../command.ts';
import { CallError } from '../command.ts';
import { readCall } from '../readCall.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom, type RoomLine } from './roomLine.ts';
import { requireReason } from './roomWords.ts';

const askEveryMs = 200;

/** `holdpoint propose`: other numbers for the plan, with the curve that they rest on; somebody else accepts them. */
export async function propose(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: { ...actOptions, set: 'values', sweep: 'value', reason: 'value' },
    short: actShort,
    words: [],
  });
  const { set, sweep } = options;
  if (set.length === 0) throw new CallError('Say which number with --set, such as --set RB-2.over=300.');
  const reason = requireReason(options.reason);
  return actInRoom(options, io, async (line) => {
    const asked = sweep === undefined ? undefined : await runSweep(line, sweep, io);
    return {
      command: {
        kind: 'plan.propose',
        args: { set: [...set], reason, ...(asked === undefined ? {} : { sweep: asked }) },
      },
      says: ([row]) =>
        Promise.resolve(
          `${set.join(', ')} is proposed; it counts when somebody else accepts: holdpoint approve ${row}`,
        ),
    };
  });
}

/** Has the room sweep what it has judged, and tells what came of it. */
async function runSweep({ client, whole }: RoomLine, sweep: string, io: CommandIo): Promise<SweepAsked> {
  const toTick = whole.state.headTick;
  if (toTick === null) throw new Refusal(1, 'Nothing has been judged yet: there is nothing to sweep.');
  const asked: SweepAsked = { sweep, set: [], toTick };
  for (;;) {
    const answer = await client.query('plan.sweep', asked);
    if (answer.state === 'done') {
      for (const sentence of answer.says) io.err(`${sentence}\n`);
      return asked;
    }
    if (io.signal.aborted) throw new Refusal(3, 'Interrupted: nothing was proposed.');
    await systemClock.sleep(askEveryMs, io.signal);
  }
}
