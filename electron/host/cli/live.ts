import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatDuration } from '../../../shared/base/duration.ts';
import { openEngine } from '../../engine/engine.ts';
import { readLiveMemory } from '../../engine/liveMemory.ts';
import { LiveAddressError } from '../../engine/source/live/liveAddressError.ts';
import type { LiveTools } from '../../engine/source/live/liveSource.ts';
import { openLiveSources } from '../../engine/source/live/openLiveSource.ts';
import { LiveStream, type NamedSource } from '../../engine/source/live/liveStream.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { Session } from '../../engine/store/session.ts';
import { randomRatio, systemClock } from '../systemClock.ts';
import { createWebhookCourier } from '../webhook.ts';
import { CallError, type CommandIo, Refusal } from './command.ts';
import { readSessionPlan } from './launchSession.ts';
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
      ...{ plan: 'value', from: 'values', session: 'value', t0: 'value' },
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
  const session = await openLive(path, options, io);
  const { plan, planDigest } = readSessionPlan(session);
  const tools = { plan, clock: systemClock, random: randomRatio, env: process.env };
  const stream = new LiveStream(openSources(from, session, tools), readLiveMemory(session), tools);
  io.out(`T-0 is ${new Date(plan.launch.t0).toISOString()}, ${awayWords(plan.launch.t0 - systemClock.nowMs())}.\n`);
  const engine = openEngine({
    ...{ session, plan, planDigest, recording: stream, live: stream, clock: systemClock, speed: Infinity },
    courier: createWebhookCourier({ env: process.env, clock: systemClock }),
  });
  return serveRoom(
    { engine, path, begin: () => Promise.resolve() },
    { ...call, newLinks: options['new-links'], ...(options.host === undefined ? {} : { host: options.host }) },
    io,
  );
}

/** A session that nothing can come into would only stand in the way of the right call. */
function openSources(addresses: readonly string[], session: Session, tools: LiveTools): NamedSource[] {
  try {
    return openLiveSources(addresses, tools);
  } catch (error) {
    session.close();
    removeIfEmpty(session.path);
    throw error instanceof LiveAddressError ? new CallError(error.message) : error;
  }
}

/** A new session, or one that was live before. */
async function openLive(
  path: string,
  { plan: planPath, t0 }: { readonly plan: string | undefined; readonly t0: string | undefined },
  io: CommandIo,
): Promise<Session> {
  const settings = { now: systemClock.nowMs, ...openKey(io) };
  if (existsSync(path)) {
    if (t0 !== undefined) throw new CallError(`${path} has its T-0: leave --t0 out to go on with it.`);
    const session = openSession(path, { mode: 'resume', ...settings });
    const { kind } = session.identity;
    if (kind === 'live' && session.writable) return session;
    session.close();
    throw new Refusal(2, session.notice ?? `${path} holds a ${kind}, nothing live: name another file with --session.`);
  }
  if (planPath === undefined) throw new CallError('Name the plan with --plan.');
  const loaded = await loadPlan(planPath);
  const moved = t0 === undefined ? loaded : moveT0(loaded, readT0(t0, systemClock.nowMs()));
  mkdirSync(dirname(path), { recursive: true });
  const identity = { kind: 'live', createdBy: `holdpoint ${readVersion()}`, recording: null } as const;
  const session = openSession(path, { mode: 'create', identity, ...settings });
  session.appendPlan({ at: 0, digest: moved.digest, text: moved.text });
  return session;
}

function awayWords(ms: number): string {
  const words = formatDuration(Math.max(1, Math.round(Math.abs(ms) / 1000)) * 1000);
  return ms > 0 ? `in ${words}` : `${words} ago`;
}
