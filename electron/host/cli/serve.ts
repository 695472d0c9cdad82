import { entryOf } from '../../engine/desks/deskLedger.ts';
import { openEngine } from '../../engine/engine.ts';
import { openRehearsedWorld } from '../../engine/rehearsal.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo } from './command.ts';
import { joinedS, openLaunch, readSessionPlan, readSpeed } from './launchSession.ts';
import { openKey } from './openKey.ts';
import { readCall } from './readCall.ts';
import { readOverlay } from './readOverlay.ts';
import { type Served, serveRoom } from './serveRoom.ts';

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
  const served = file === undefined ? await beginLaunch(options.launch, speed, io) : openFile(file, viewOnly, io);
  return serveRoom(
    served,
    {
      ...{ port, viewOnly, invite: options.invite, newLinks: options['new-links'] },
      ...(options.host === undefined ? {} : { host: options.host }),
      ...(options.overlay === undefined ? {} : { overlay: await readOverlay(options.overlay) }),
    },
    io,
  );
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
  // Rows that the others do not have would keep the desk from going on with it.
  if (!viewOnly && session.readLedger().some((row) => entryOf(row) !== undefined)) {
    session.close();
    io.err(`${path} belongs to several desks: it is only shown here; holdpoint live --desks goes on with it.\n`);
    return openFile(path, true, io);
  }
  if (session.notice !== undefined) io.err(`${session.notice}\n`);
  const { plan, planDigest } = readSessionPlan(session);
  // A rehearsal goes on where it stood; everything else shows what it holds.
  const recording = viewOnly ? undefined : openRehearsedWorld(session, plan);
  const engine = openEngine({ session, plan, planDigest, recording, clock: systemClock, speed: 0 });
  return { engine, path, begin: () => engine.ended };
}

export function readPort(option: string | undefined): number {
  const port = option === undefined ? defaultPort : Number(option);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CallError('--port is a number from 1 to 65535, or 0 for one that is free.');
}
