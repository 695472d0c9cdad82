import { existsSync } from 'node:fs';
import type { ContractHandlers } from '../../shared/contract/handlers.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import type { Engine } from '../engine/engineDoor.ts';
import { openEngine } from '../engine/engine.ts';
import { openRehearsedWorld } from '../engine/rehearsal.ts';
import { openSession } from '../engine/store/openSession.ts';
import { Refusal } from './cli/command.ts';
import { toFailure } from './cli/failure.ts';
import { joinedS, openLaunch, readSessionPlan } from './cli/launchSession.ts';
import { openKey } from './cli/openKey.ts';
import { CriticalWatch } from './engineProcessCritical.ts';
import {
  type FromEngineProcess,
  readToEngineProcess,
  type ToEngineProcess,
  type WithPort,
} from './engineProcessMessages.ts';
import { createHandlers } from './serve/createHandlers.ts';
import type { Port } from './serve/port.ts';
import { toPortTransport } from './serve/portTransport.ts';
import { Uploads } from './serve/uploads.ts';
import { systemClock } from './systemClock.ts';

/** Seconds of a launch in one second, until somebody in the room says otherwise. */
const launchSpeed = 10;

/** Whoever started this process: its messages, with the ports that came with them. */
export interface ProcessParent {
  say(message: FromEngineProcess): void;
  hear(listener: (message: unknown, ports: readonly Port[]) => void): void;
}

/**
 * One room behind the glass of the desktop app: opens what it is told, serves it over every port that it is handed, and
 * tells what people should hear of while they look elsewhere. Resolves when it was told to close and everything is durable.
 */
export async function runEngineProcess(parent: ProcessParent, io: { err(text: string): void }): Promise<void> {
  const uploads = new Uploads();
  let opening: Promise<ContractHandlers | undefined> | undefined;
  let engine: Engine | undefined;
  const open = async (asked: ToEngineProcess & { kind: 'open' }): Promise<ContractHandlers | undefined> => {
    try {
      engine = await openRoom(asked, io, (speed) => parent.say({ kind: 'speed', speed }));
    } catch (error) {
      parent.say({ kind: 'failed', text: toSentence(error) });
      return undefined;
    }
    engine.ended.catch((error: unknown) => parent.say({ kind: 'failed', text: toSentence(error) }));
    watch(engine, parent);
    const { plan, session } = engine;
    const name = plan.launch.name ?? plan.launch.id;
    parent.say({ kind: 'opened', name, isLive: session.identity.kind === 'live' && session.writable });
    return createHandlers(engine, 'acts', uploads);
  };
  const serve = async (message: WithPort, port: Port): Promise<void> => {
    const handlers = await opening;
    if (handlers === undefined) port.close();
    else if (message.kind === 'file') port.postMessage(uploads.take({ name: message.name, bytes: message.bytes }));
    else serveContract(handlers, toPortTransport(port));
  };
  await new Promise<void>((resolve) => {
    parent.hear((value, ports) => {
      const message = readToEngineProcess(value);
      if (message === undefined) io.err('The engine was told something that it does not know.\n');
      else if (message.kind === 'open') opening ??= open(message);
      else if (message.kind === 'close') resolve();
      else for (const port of ports) void serve(message, port);
    });
  });
  await opening;
  await engine?.close();
}

async function openRoom(
  { session: path, launch, speed = launchSpeed }: ToEngineProcess & { kind: 'open' },
  io: { err(text: string): void },
  onSpeed: (speed: number) => void,
): Promise<Engine> {
  if (launch === undefined) return openKept(path, 'resume', io);
  const reachedTick = existsSync(path) ? await readReachedTick(path, io) : undefined;
  const engine = openEngine({ ...(await openLaunch(launch, io, path)), clock: systemClock, speed: 0 });
  const joinedTick = engine.plan.launch.t0 / 1000 + joinedS;
  void join(engine, Math.max(joinedTick, reachedTick ?? joinedTick), speed, onSpeed);
  return engine;
}

/** A session as it is on the disk. Nothing is read on, but for a rehearsal, which goes on where it stood. */
function openKept(path: string, mode: 'resume' | 'read', io: { err(text: string): void }): Engine {
  const signing = mode === 'resume' ? openKey(io) : {};
  const session = openSession(path, { mode, now: systemClock.nowMs, ...signing });
  const { plan, planDigest } = readSessionPlan(session);
  const recording = mode === 'resume' ? openRehearsedWorld(session, plan) : undefined;
  return openEngine({ session, plan, planDigest, recording, clock: systemClock, speed: 0 });
}

/** Where an earlier process had come: its last seconds are not sealed, and would else be shown at the launch's own pace. */
async function readReachedTick(path: string, io: { err(text: string): void }): Promise<number | undefined> {
  const engine = openKept(path, 'read', io);
  try {
    await engine.ended;
    return engine.state().headTick;
  } finally {
    await engine.close();
  }
}

async function join(engine: Engine, tick: number, speed: number, onSpeed: (speed: number) => void): Promise<void> {
  // What stops it is told by `ended`.
  await engine.seek(tick).catch(() => undefined);
  engine.play(speed);
  let told = speed;
  engine.subscribe(({ state }) => {
    if (state.speed === told) return;
    told = state.speed;
    onSpeed(told);
  });
}

function watch(engine: Engine, parent: ProcessParent): void {
  const critical = new CriticalWatch();
  engine.subscribe((snapshot) => {
    for (const trigger of critical.look(snapshot)) {
      const name = engine.plan.triggers[trigger]?.name;
      parent.say({ kind: 'critical', trigger, text: `${name ?? trigger} fires, and its plan acts on it.` });
    }
  });
}

function toSentence(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const what = error instanceof Error ? error.message : String(error);
  return toFailure(error)?.text ?? `The engine met a fault of its own (${what}): open the file again.`;
}
