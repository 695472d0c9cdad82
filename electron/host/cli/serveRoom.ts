import type { Overlay } from '../../engine/answerQueries.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { type RunningHost, startHost } from '../serve/startHost.ts';
import { rolesOf } from '../serve/rolesOf.ts';
import { randomToken, systemClock } from '../systemClock.ts';
import { type CommandIo, Refusal } from './command.ts';
import { openWaysIn } from './openWaysIn.ts';
import { screensFolder, withoutScreens } from './screensFolder.ts';
import { SecondRooms } from './secondRooms.ts';
import { tellInvitations } from './tellInvitations.ts';

export interface Served {
  readonly engine: Engine;
  readonly path: string;
  /** To be called once somebody can look. */
  readonly begin: () => Promise<void>;
}

export interface RoomCall {
  readonly port: number;
  readonly host?: string;
  readonly viewOnly: boolean;
  /** Prints the links of the roles. */
  readonly invite: boolean;
  readonly newLinks: boolean;
  readonly overlay?: Overlay;
}

/** Serves a room until Ctrl-C. What was done in it is on the disk by then. */
export async function serveRoom(
  { engine, path, begin }: Served,
  { newLinks, invite, ...call }: RoomCall,
  io: CommandIo,
): Promise<number> {
  const { port, viewOnly } = call;
  const assets = screensFolder();
  const rooms = new SecondRooms(path, { ...call, ...(assets === undefined ? {} : { assets }) }, io);
  try {
    const host = await startHost({
      engine,
      ...call,
      ...(assets === undefined ? {} : { assets }),
      clock: systemClock,
      newToken: randomToken,
      rehearsals: rooms,
      ...openWaysIn(path, { viewOnly, isNew: newLinks }, io),
      log: (text) => io.err(text),
    }).catch((error: unknown) => {
      throw toRefusal(error, port, call.host);
    });
    tell(host, { path, viewOnly }, io);
    if (invite) {
      const links = rolesOf(engine).map(({ role }) => [role, host.urlOf(role)]);
      tellInvitations(Object.fromEntries(links) as Record<string, string>, rolesOf(engine), io);
    }
    io.out('Ctrl-C ends it.\n');
    const over = aborted(io.signal);
    await Promise.race([over, failed(engine), begin().then(() => over)]);
    await host.close();
  } finally {
    await rooms.close();
    await engine.close();
  }
  io.out(`\nThe session is kept: holdpoint verify ${path}\n`);
  return 0;
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
