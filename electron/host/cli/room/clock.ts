import { parseInstant } from '../../../../shared/base/instant.ts';
import { canonicalJson } from '../../../../shared/base/canonicalJson.ts';
import type { RampScope } from '../../../../shared/model/room/rampFacts.ts';
import { CallError, type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { showTClock } from '../showTimes.ts';
import { actOptions, actShort } from './roomCall.ts';
import { actInRoom, type Deed, type RoomLine } from './roomLine.ts';
import { readRow, readScope, requireReason, scopeOptions, scopeWords } from './roomWords.ts';

/** `holdpoint hold`: the T clock stands, or, with a scope, that part of the ramp goes no further. Nobody is asked twice. */
export async function hold(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: { ...actOptions, ...scopeOptions, reason: 'value' },
    short: actShort,
    words: [],
  });
  const scope = readScope(options);
  const reason = requireReason(options.reason);
  return actInRoom(options, io, ({ room }) =>
    scope === undefined
      ? {
          command: { kind: 'clock.hold', args: { reason } },
          says: `the clock stands at ${showTClock(room.clock.tMs, 0)}.`,
        }
      : {
          command: { kind: 'ramp.hold', args: { scope, reason } },
          says: `${scopeWords(scope)} is held: nothing of it advances.`,
        },
  );
}

/** `holdpoint resume`: the clock goes on, or a hold of the ramp ends, named by its row or by what it holds. */
export async function resume(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: { ...actOptions, ...scopeOptions, reason: 'value' },
    short: actShort,
    words: ['row of a hold of the ramp?'],
  });
  const scope = readScope(options);
  const row = words[0] === undefined ? undefined : readRow('a hold of the ramp', words[0]);
  if (row !== undefined && scope !== undefined) throw new CallError('Name the hold by its row or by what it holds.');
  const { reason } = options;
  return actInRoom(options, io, (line) => {
    if (row === undefined && scope === undefined) return resumeClock(line, reason);
    const held = row ?? holdOf(line, scope);
    return {
      command: { kind: 'ramp.resume', args: { hold: held, reason } },
      question: `End the hold of row ${held}${scope === undefined ? '' : ` on ${scopeWords(scope)}`}?`,
      says: `the hold of row ${held} is over.`,
    };
  });
}

/** `holdpoint launch`: lift-off is confirmed. */
export async function launch(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: actOptions, short: actShort, words: [] });
  return actInRoom(options, io, ({ plan, whole }) => {
    const name = plan.launch.name ?? plan.launch.id;
    const call = whole.judged === null ? '' : `, while the call is ${whole.judged.call}`;
    return {
      command: { kind: 'clock.launch', args: {} },
      question: `Launch ${name}${call}?`,
      isGrave: true,
      says: `${name} is launched.`,
    };
  });
}

/** `holdpoint recycle`: T goes back, and stands there until somebody resumes. */
export async function recycle(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: { ...actOptions, to: 'value', reason: 'value' },
    short: actShort,
    words: [],
  });
  const toMs = parseInstant(options.to ?? '')?.tMs;
  if (toMs === undefined) throw new CallError('Say with --to where the clock goes back to, such as T-20m.');
  const reason = requireReason(options.reason);
  return actInRoom(options, io, ({ room }) => ({
    command: { kind: 'clock.recycle', args: { toMs, reason } },
    question: `Set the clock back from ${showTClock(room.clock.tMs, 0)} to ${showTClock(toMs, 0)}?`,
    says: `the clock stands at ${showTClock(toMs, 0)}: holdpoint resume lets it go on.`,
  }));
}

/** `holdpoint scrub`: over for today. */
export async function scrub(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, { options: { ...actOptions, reason: 'value' }, short: actShort, words: [] });
  const reason = requireReason(options.reason);
  return actInRoom(options, io, ({ plan }) => ({
    command: { kind: 'clock.scrub', args: { reason } },
    question: `Scrub ${plan.launch.name ?? plan.launch.id}: is it over for today?`,
    isGrave: true,
    says: 'the launch is scrubbed.',
  }));
}

/** Holds end one at a time, a person's first; the clock goes on when none is left. */
function resumeClock({ room: { clock } }: RoomLine, reason: string | undefined): Deed {
  const [first, second] = clock.holds;
  const at = showTClock(clock.tMs, 0);
  const still = second === undefined ? '' : `; ${second.name} still holds the clock, ${second.exit}`;
  return {
    command: { kind: 'clock.resume', args: { reason } },
    ...(first === undefined
      ? {}
      : { question: second === undefined ? `Let the clock go on from ${at}?` : `End the hold ${first.name}${still}?` }),
    says: second === undefined ? `the clock goes on from ${at}.` : `the hold ${first?.name} is over${still}.`,
  };
}

function holdOf({ room }: RoomLine, scope: RampScope | undefined): number {
  const wanted = canonicalJson(scope ?? {});
  const found = room.ramp.holds.find((one) => canonicalJson(one.scope) === wanted);
  if (found !== undefined) return found.hold;
  const others = room.ramp.holds.map((one) => `row ${one.hold} holds ${scopeWords(one.scope)}`).join(', ');
  throw new Refusal(1, `No hold is on there${others === '' ? '; the ramp has none' : `: ${others}`}.`);
}
