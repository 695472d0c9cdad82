import { CallError, type CommandIo, Refusal } from '../command.ts';
import { readCall } from '../readCall.ts';
import { showUtc } from '../showTimes.ts';
import { lookOptions } from './roomCall.ts';
import { lookAtRoom } from './roomLine.ts';
import { readInstant } from './roomWords.ts';

/** `holdpoint play`: how fast the session's time runs, for everybody who looks. */
export async function play(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, { options: lookOptions, words: ['speed (seconds in one, 0, or fastest)'] });
  const speed = words[0] === 'fastest' ? 'fastest' : Number(words[0]);
  if (speed !== 'fastest' && !(speed >= 0 && speed <= 1000)) {
    throw new CallError('The speed is how many seconds pass in one, 0 to 1000, or fastest.');
  }
  return lookAtRoom(options, io, async ({ client }) => {
    const answer = await client.control('replay.play', { speed });
    if (options.json) io.out(`${JSON.stringify(answer)}\n`);
    else io.out(speed === 0 ? 'The session stands.\n' : `The session runs, speed ${speed}.\n`);
    return 0;
  });
}

/** `holdpoint seek`: shows a second to everybody. One that lies ahead is run to; on one that is past nobody can act. */
export async function seek(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, { options: lookOptions, words: ['instant, or now'] });
  const word = words[0] ?? '';
  const toAt = word === 'now' ? undefined : readInstant('What is shown', word);
  return lookAtRoom(options, io, async ({ client, plan, whole }) => {
    const tick = toAt === undefined ? whole.state.headTick : Math.floor(toAt(plan) / 1000);
    if (tick === null) throw new Refusal(1, 'Nothing has been judged yet: there is nothing to show.');
    if (tick < 0) throw new CallError('The instant lies before 1970.');
    const answer = await client.control('replay.seek', { tick });
    if (options.json) io.out(`${JSON.stringify(answer)}\n`);
    else io.out(answer.tick === null ? 'Nothing is shown.\n' : `The room shows ${showUtc(answer.tick * 1000)}.\n`);
    return 0;
  });
}
