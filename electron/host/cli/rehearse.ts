import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scoreOf } from '../../engine/answerRehearsal.ts';
import { openEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { commands } from './commands.ts';
import { loadMoves } from './loadMoves.ts';
import { type PlayedMove, playMoves } from './playMoves.ts';
import { openProgressLine } from './progressLine.ts';
import { readCall } from './readCall.ts';
import { createRehearsal, scenarioPath } from './rehearsalSession.ts';
import { compareSessions } from './rehearseCompare.ts';
import { toFirstSecond } from './secondRooms.ts';
import { readPort } from './serve.ts';
import { serveRoom } from './serveRoom.ts';
import { showScore } from './showScore.ts';
import { showTClock } from './showTimes.ts';

/**
 * `holdpoint rehearse`: lives through a scenario whose world answers what is done. With a script of moves nobody has to be
 * there; with `--serve` a room is opened for people. Exit codes: 0 done; 1 the scenario or its moves are wrong, or a move
 * was refused; 2 the call is wrong; 3 it could not be done.
 */
export async function rehearse(argv: string[], io: CommandIo): Promise<number> {
  if (argv[0] === 'compare') return compareSessions(argv.slice(1), io);
  const { options, words } = readCall(argv, {
    options: {
      ...{ script: 'value', session: 'value', json: 'flag' },
      ...{ serve: 'flag', port: 'value', host: 'value', invite: 'flag' },
    },
    words: ['scenario'],
  });
  const path = scenarioPath(words[0] ?? '');
  const session = options.session ?? join(mkdtempSync(join(tmpdir(), 'holdpoint-')), 'rehearsal.holdpoint');
  if (options.serve) {
    if (options.script !== undefined || options.json) {
      throw new CallError('People rehearse with --serve, a script without it: leave one out.');
    }
    const port = readPort(options.port);
    const engine = openEngine({ ...(await createRehearsal(path, session, io)), clock: systemClock, speed: 0 });
    const call = { port, viewOnly: false, invite: true, newLinks: false };
    const begin = (): Promise<void> => toFirstSecond(engine);
    return serveRoom(
      { engine, path: session, begin },
      options.host === undefined ? call : { ...call, host: options.host },
      io,
    );
  }
  if (options.port !== undefined || options.host !== undefined || options.invite) {
    throw new CallError('--port, --host and --invite are for --serve: add it, or leave them out.');
  }
  return play({ path, session, script: options.script, isJson: options.json }, io);
}

interface PlayCall {
  readonly path: string;
  readonly session: string;
  readonly script: string | undefined;
  readonly isJson: boolean;
}

async function play({ path, session, script, isJson }: PlayCall, io: CommandIo): Promise<number> {
  const opened = await createRehearsal(path, session, io);
  const progress = openProgressLine(io, 'seconds', () => systemClock.steadyMs());
  let seconds = 0;
  const engine = openEngine({
    ...opened,
    ...{ clock: systemClock, speed: 0 },
    onTick: () => {
      seconds += 1;
      const { rehearsal } = engine.plans;
      if (rehearsal !== undefined) progress.show((seconds * 1000) / (rehearsal.endMs - rehearsal.startMs), seconds);
    },
  });
  const stop = (): void => void engine.close();
  io.signal.addEventListener('abort', stop);
  try {
    const moves = script === undefined ? [] : await loadMoves(script, opened.plan, commands);
    const played = await playMoves(engine, moves, io);
    engine.play(Infinity);
    await engine.ended;
    if (io.signal.aborted) throw new Refusal(3, `Interrupted: ${session} is whole and holds what was rehearsed.`);
    progress.end();
    return tell(engine, { session, played, isJson }, io);
  } finally {
    progress.end();
    io.signal.removeEventListener('abort', stop);
    await engine.close();
  }
}

function tell(
  engine: Engine,
  {
    session,
    played,
    isJson,
  }: { readonly session: string; readonly played: readonly PlayedMove[]; readonly isJson: boolean },
  io: CommandIo,
): number {
  const { rehearsal } = engine.plans;
  if (rehearsal === undefined) throw new Error(`${session} holds no rehearsal.`);
  const score = scoreOf(engine, rehearsal);
  const refused = played.filter(({ isDone }) => !isDone);
  if (isJson) {
    const moves = played.map(({ atMs, isDone, ...move }) => ({
      at: atMs,
      ...move,
      outcome: isDone ? 'done' : 'refused',
    }));
    io.out(`${JSON.stringify({ format: 'holdpoint/rehearsal@1', session, moves, score }, null, 2)}\n`);
  } else {
    for (const text of showScore(score, io.paint)) io.out(text);
    io.out(`\nThe session is kept: holdpoint report ${session}\n`);
  }
  for (const { atMs, role, do: words, text } of refused) {
    io.err(`${showTClock(atMs, engine.plan.launch.t0)} ${role}: ${words}: ${text}\n`);
  }
  return refused.length === 0 ? 0 : 1;
}
