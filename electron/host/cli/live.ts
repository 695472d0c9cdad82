import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatDuration } from '../../../shared/base/duration.ts';
import { openEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { readLiveMemory } from '../../engine/liveMemory.ts';
import { LiveAddressError } from '../../engine/source/live/liveAddressError.ts';
import { openLiveSources } from '../../engine/source/live/openLiveSource.ts';
import { LiveStream, type NamedSource } from '../../engine/source/live/liveStream.ts';
import { planDigest } from '../../engine/judgementDigest.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { Session } from '../../engine/store/session.ts';
import { randomRatio, systemClock } from '../systemClock.ts';
import { createWebhookCourier } from '../webhook.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { readSessionPlan } from './launchSession.ts';
import { type CalledDesk, joinDesks, readAgreedPlan, readDesk } from './liveDesks.ts';
import { loadPlan } from './loadPlan.ts';
import { moveT0, readT0 } from './moveT0.ts';
import { openKey } from './openKey.ts';
import { readCall } from './readCall.ts';
import { removeIfEmpty } from './replaySession.ts';
import { readVersion } from './readVersion.ts';
import { readPort } from './serve.ts';
import { serveRoom } from './serveRoom.ts';

/**
 * `holdpoint live`: a launch as it happens, in a room for people. What comes is kept before it is judged; called again with
 * the same session it goes on where every source was read, and lives through the time between in silence. Orders and
 * updates leave it, by the addresses that the plan names.
 */
export async function live(argv: string[], io: CommandIo): Promise<number> {
  const { options } = readCall(argv, {
    options: {
      ...{ plan: 'value', from: 'values', session: 'value', t0: 'value', desks: 'value', desk: 'value' },
      ...{ port: 'value', host: 'value', 'view-only': 'flag', invite: 'flag', 'new-links': 'flag' },
    },
    words: [],
  });
  const { from } = options;
  if (from.length === 0) throw new CallError('Name a source with --from, such as ws://127.0.0.1:7071.');
  const call = { port: readPort(options.port), viewOnly: options['view-only'], invite: options.invite };
  if (call.viewOnly && call.invite) {
    throw new CallError('Who may only look has no role: leave --invite or --view-only out.');
  }
  const path = options.session ?? join(mkdtempSync(join(tmpdir(), 'holdpoint-')), 'live.holdpoint');
  const called = readDesk(options);
  const session = await openLive(path, { ...options, called }, io);
  const { plan, planDigest } = readSessionPlan(session);
  const tools = { plan, clock: systemClock, random: randomRatio, env: process.env };
  const { sources, desk } = openWays(session, () => ({
    sources: nameByDesk(openLiveSources(from, tools), called?.name),
    ...joinDesks(called, session),
  }));
  const stream = new LiveStream(sources, readLiveMemory(session), tools);
  io.out(`T-0 is ${new Date(plan.launch.t0).toISOString()}, ${awayWords(plan.launch.t0 - systemClock.nowMs())}.\n`);
  const engine = openEngine({
    ...{ session, plan, planDigest, recording: stream, live: stream, clock: systemClock, speed: Infinity },
    courier: createWebhookCourier({ env: process.env, clock: systemClock }),
    ...(desk === undefined ? {} : { desk }),
  });
  tellStop(engine, io);
  return serveRoom(
    { engine, path, begin: () => Promise.resolve() },
    { ...call, newLinks: options['new-links'], ...(options.host === undefined ? {} : { host: options.host }) },
    io,
  );
}

/** A desk that the others cannot have any more judges on by itself, and its room says so; so does the terminal. */
function tellStop(engine: Engine, io: CommandIo): void {
  const stop = engine.subscribe(({ state: { desk } }) => {
    if (desk?.state !== 'stopped') return;
    io.err(`The desk ${desk.name} has stopped: ${desk.text}\n`);
    stop();
  });
}

interface LiveCall {
  readonly plan: string | undefined;
  readonly t0: string | undefined;
  readonly called: CalledDesk | undefined;
}

/** A session that nothing can come into would only stand in the way of the right call. */
function openWays<Ways>(session: Session, open: () => Ways): Ways {
  try {
    return open();
  } catch (error) {
    session.close();
    removeIfEmpty(session.path);
    throw error instanceof LiveAddressError ? new CallError(error.message) : error;
  }
}

/** Links of several desks stand in one ledger: each bears the name of its desk. */
function nameByDesk(sources: readonly NamedSource[], desk: string | undefined): readonly NamedSource[] {
  return desk === undefined ? sources : sources.map((one) => ({ ...one, name: `${desk}.${one.name}` }));
}

/** A new session, or one that was live before. That of several desks is not signed: its rows are theirs, and each has them all. */
async function openLive(path: string, { plan: planPath, t0, called }: LiveCall, io: CommandIo): Promise<Session> {
  const settings = { now: systemClock.nowMs, ...(called === undefined ? openKey(io) : {}) };
  if (existsSync(path)) {
    if (t0 !== undefined) throw new CallError(`${path} has its T-0: leave --t0 out to go on with it.`);
    const session = openSession(path, { mode: 'resume', ...settings });
    const { kind } = session.identity;
    if (kind === 'live' && session.writable) return session;
    session.close();
    throw new Refusal(2, session.notice ?? `${path} holds a ${kind}, nothing live: name another file with --session.`);
  }
  const adopted = await readFirstPlan({ plan: planPath, t0, called });
  mkdirSync(dirname(path), { recursive: true });
  const identity = { kind: 'live', createdBy: `holdpoint ${readVersion()}`, recording: null } as const;
  const session = openSession(path, { mode: 'create', identity, ...settings });
  session.appendPlan({ at: 0, digest: adopted.digest, text: adopted.text });
  return session;
}

/** The plan that the other desks have agreed on, or the one that this call brings. */
async function readFirstPlan({ plan: path, t0, called }: LiveCall): Promise<{ digest: string; text: string }> {
  const agreed = path === undefined && called !== undefined ? await readAgreedPlan(called) : undefined;
  if (agreed !== undefined) {
    if (t0 === undefined) return { digest: planDigest(agreed), text: agreed };
    throw new CallError('The other desks have agreed on T-0: leave --t0 out.');
  }
  if (path === undefined) {
    throw new CallError(
      `${called === undefined ? '' : 'No other desk has begun this launch. '}Name the plan with --plan.`,
    );
  }
  const loaded = await loadPlan(path);
  return t0 === undefined ? loaded : moveT0(loaded, readT0(t0, systemClock.nowMs()));
}

function awayWords(ms: number): string {
  const words = formatDuration(Math.max(1, Math.round(Math.abs(ms) / 1000)) * 1000);
  return ms > 0 ? `in ${words}` : `${words} ago`;
}
