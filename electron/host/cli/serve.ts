import type { Engine } from '../../engine/engineDoor.ts';
import { openEngine } from '../../engine/engine.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { type RunningHost, startHost } from '../serve/startHost.ts';
import { randomToken, systemClock } from '../systemClock.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { joinedS, openLaunch, readSessionPlan, readSpeed } from './launchSession.ts';
import { openKey } from './openKey.ts';
import { openWaysIn } from './openWaysIn.ts';
import { readCall } from './readCall.ts';
import { readOverlay } from './readOverlay.ts';
import { screensFolder, withoutScreens } from './screensFolder.ts';
import { tellInvitations } from './tellInvitations.ts';

const defaultPort = 7070;

/** `holdpoint serve`: the room for browsers and command lines, until Ctrl-C. What was done in it is on the disk by then. */
export async function serve(argv: string[], io: CommandIo): Promise<number> {
  const { options, words } = readCall(argv, {
    options: {
      port: 'value',
      host: 'value',
      'view-only': 'flag',
      invite: 'flag',
      'new-links': 'flag',
      launch: 'value',
      speed: 'value',
      overlay: 'value',
    },
    words: ['session file?'],
  });
  const [file] = words;
  const port = readPort(options.port);
  const speed = readSpeed(options.speed);
  if (file !== undefined && (options.launch !== undefined || options.speed !== undefined)) {
    throw new CallError('A session file has its launch and its end: leave --launch and --speed out.');
  }
  const viewOnly = options['view-only'];
  if (viewOnly && options.invite) {
    throw new CallError('Who may only look has no role: leave --invite or --view-only out.');
  }
  const assets = screensFolder();
  const overlay = options.overlay === undefined ? {} : { overlay: await readOverlay(options.overlay) };
  const { engine, path, begin } =
    file === undefined ? await beginLaunch(options.launch, speed, io) : openFile(file, viewOnly, io);
  try {
    const host = await startHost({
      engine,
      port,
      viewOnly,
      ...(assets === undefined ? {} : { assets }),
      ...overlay,
      ...(options.host === undefined ? {} : { host: options.host }),
      clock: systemClock,
      newToken: randomToken,
      ...openWaysIn(path, { viewOnly, isNew: options['new-links'] }, io),
      log: (text) => io.err(text),
    }).catch((error: unknown) => {
      throw toRefusal(error, port, options.host);
    });
    tell(host, { path, viewOnly }, io);
    if (options.invite) {
      const roles = Object.keys(engine.plan.roles);
      tellInvitations(Object.fromEntries(roles.map((role) => [role, host.urlOf(role)])), engine.plan, io);
    }
    io.out('Ctrl-C ends it.\n');
    const over = aborted(io.signal);
    await Promise.race([over, failed(engine), begin().then(() => over)]);
    await host.close();
  } finally {
    await engine.close();
  }
  io.out(`\nThe session is kept: holdpoint verify ${path}\n`);
  return 0;
}

interface Served {
  readonly engine: Engine;
  readonly path: string;
  /** To be called once somebody can look. */
  readonly begin: () => Promise<void>;
}

async function beginLaunch(launch: string | undefined, speed: number, io: CommandIo): Promise<Served> {
  const { path, ...opened } = await openLaunch(launch, io);
  const engine = openEngine({ ...opened, clock: systemClock, speed: 0 });
  const begin = async (): Promise<void> => {
    await engine.seek(opened.plan.launch.t0 / 1000 + joinedS);
    engine.play(speed);
  };
  return { engine, path, begin };
}

function openFile(path: string, viewOnly: boolean, io: CommandIo): Served {
  const session = openSession(path, {
    mode: viewOnly ? 'read' : 'resume',
    now: systemClock.nowMs,
    ...(viewOnly ? {} : openKey(io)),
  });
  if (session.notice !== undefined) io.err(`${session.notice}\n`);
  const { plan, planDigest } = readSessionPlan(session);
  const engine = openEngine({ session, plan, planDigest, recording: undefined, clock: systemClock, speed: 0 });
  return { engine, path, begin: () => engine.ended };
}

function tell(
  { url, key }: RunningHost,
  { path, viewOnly }: { readonly path: string; readonly viewOnly: boolean },
  io: CommandIo,
): void {
  io.out(`The room is open${viewOnly ? ', for looking only' : ''}: ${url}\n`);
  io.out('That address is good for one browser, once.\n');
  if (screensFolder() === undefined) io.out(`${withoutScreens}\n`);
  io.out('Command lines come in with its key. In another terminal:\n');
  io.out(`export HOLDPOINT_ROOM='${new URL(url).origin}/#${key}'\n`);
  io.out(`The session is ${path}; served from there again, it knows its links and browsers.\n`);
}

function readPort(option: string | undefined): number {
  const port = option === undefined ? defaultPort : Number(option);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CallError('--port is a number from 1 to 65535, or 0 for one that is free.');
}

function toRefusal(error: unknown, port: number, host = '127.0.0.1'): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return new Refusal(3, `Port ${port} is taken: name another one with --port, or 0 for one that is free.`);
    case 'EACCES':
      return new Refusal(3, `Port ${port} is not ours to open: name one above 1023 with --port.`);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new Refusal(3, `${host} is no address of this machine: leave --host out, or name one of its own.`);
    default:
      return error;
  }
}

/** Rejects when the engine stops for trouble; its end of reading is no end of the room. */
function failed(engine: Engine): Promise<never> {
  return new Promise((_resolve, reject) => {
    engine.ended.catch(reject);
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
