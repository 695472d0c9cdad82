import type { Transition } from '../../../shared/model/transition.ts';
import { JudgementDigest } from '../../engine/judgementDigest.ts';
import { openEngine } from '../../engine/engine.ts';
import type { Engine } from '../../engine/engineDoor.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { Session } from '../../engine/store/session.ts';
import { systemClock } from '../systemClock.ts';
import { CallError, type CommandIo } from './command.ts';
import { type LoadedPlan, loadPlan } from './loadPlan.ts';
import { readBadLines } from './readBadLines.ts';
import { readCall } from './readCall.ts';
import { readVersion } from './readVersion.ts';
import { openReplaySession, removeIfEmpty } from './replaySession.ts';
import { ReplayProgress } from './replayProgress.ts';
import { type Replayed, showReplay, toDocument } from './showReplay.ts';
import { openTested } from './testedSource.ts';

/**
 * `holdpoint replay`: a recording into a session, every second judged and kept. Called again it goes on where the session
 * stands, whatever ended it.
 */
export async function replay(argv: string[], io: CommandIo): Promise<number> {
  const call = readReplayCall(argv);
  const plan = await loadPlan(call.plan);
  const { recording } = await openTested(call.recording);
  const { session, isNew } = await openReplaySession(call.session, recording, plan, `holdpoint ${readVersion()}`, io);
  const progress = new ReplayProgress(recording, io);
  let judgedTicks = 0;
  const engine = openEngine({
    session,
    plan: plan.plan,
    planDigest: plan.digest,
    recording: progress.recording,
    clock: systemClock,
    speed: call.speed,
    onTick: () => {
      judgedTicks += 1;
      progress.show();
    },
  });
  progress.follow(engine);
  try {
    await Promise.race([engine.ended, aborted(io.signal)]);
  } catch (error) {
    await engine.close();
    if (isNew) removeIfEmpty(call.session);
    throw error;
  } finally {
    progress.end();
  }
  const replayed = look(engine, session, plan, { path: call.session, isFresh: judgedTicks > 0 });
  await engine.close();
  await tell({ ...replayed, ...readBack(call.session) }, call.json, io);
  if (replayed.isFinished) return 0;
  io.err(`Interrupted: ${call.session} is whole and holds what was replayed. Call it again the same way to go on.\n`);
  return 3;
}

/**
 * What there is to say, while the session is open. A replay that was over before (`isFresh` false) has judged nothing
 * now; what it came to then stands in its transitions.
 */
function look(
  engine: Engine,
  session: Session,
  { plan, digest }: LoadedPlan,
  { path, isFresh }: { readonly path: string; readonly isFresh: boolean },
): Omit<Replayed, 'checkpoint' | 'bad'> {
  const { isFinished, counters, headTick } = engine.state();
  const judged = isFresh ? engine.snapshot().judged : undefined;
  const gaps = session
    .readGaps()
    .filter(({ closedAt, fromSeq, toSeq }) => closedAt === undefined && toSeq > fromSeq)
    .map(({ source, epoch, fromSeq, toSeq }) => ({ source, epoch, from: fromSeq, to: toSeq }));
  // Before the end, some of them are not sealed yet.
  const transitions = isFinished ? session.readTransitions() : undefined;
  const lastCall = transitions?.findLast((one) => one.kind === 'call');
  return {
    session: path,
    plan: { id: plan.launch.id, digest },
    t0Ms: plan.launch.t0,
    isFinished,
    counters,
    gaps,
    tick: headTick,
    call: judged?.call ?? lastCall?.to ?? 'HOLD',
    reasons: judged?.reasons ?? (lastCall === undefined ? [] : [lastCall.why]),
    transitions: transitions === undefined ? undefined : digestOf(transitions),
  };
}

function digestOf(transitions: readonly Transition[]): Replayed['transitions'] {
  const digest = new JudgementDigest();
  for (const transition of transitions) digest.add(transition);
  return { count: transitions.length, digest: digest.text() };
}

/** Closing the session has sealed what was left, and signed it. */
function readBack(path: string): Pick<Replayed, 'checkpoint' | 'bad'> {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  try {
    return { checkpoint: session.readLedgerCheckpoints().at(-1), bad: readBadLines(session) };
  } finally {
    session.close();
  }
}

async function tell(replayed: Replayed, json: boolean, io: CommandIo): Promise<void> {
  if (json) io.out(`${JSON.stringify(toDocument(replayed))}\n`);
  else for (const text of showReplay(replayed, io.paint)) io.out(text);
  await io.drained();
}

interface ReplayCall {
  readonly recording: string;
  readonly plan: string;
  readonly session: string;
  readonly speed: number;
  readonly json: boolean;
}

function readReplayCall(argv: string[]): ReplayCall {
  const { options, words } = readCall(argv, {
    options: { plan: 'value', session: 'value', speed: 'value', json: 'flag' },
    words: ['recording to replay'],
  });
  const { plan, session, json } = options;
  if (plan === undefined) throw new CallError('Name the plan with --plan.');
  if (session === undefined) throw new CallError('Say with --session where the session goes.');
  const speed = options.speed === undefined ? Infinity : Number(options.speed.replace(/^x/, ''));
  if (!(speed > 0)) throw new CallError('--speed is how many seconds pass in one: write a number above 0, such as 60.');
  return { recording: words[0] ?? '', plan, session, speed, json };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
