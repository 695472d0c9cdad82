import { existsSync } from 'node:fs';
import { openEngine } from '../../electron/engine/engine.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { openSigningKey } from '../../electron/engine/store/signingKey.ts';
import type { EngineState } from '../../shared/model/engineSnapshot.ts';
import { createSleepyClock } from '../help/driveEngine.ts';
import { readChaosPlan } from './chaosPlan.ts';

/** What a session has said to be on the disk: nothing of it may ever be missing again. */
export interface Acknowledged {
  readonly sealedLine: number;
  readonly tailLine: number;
  readonly ledgerSeq: number;
}

export interface ReplayTask {
  readonly session: string;
  readonly recording: string;
  /** File of the key that signs the ledger; made when it is not there. */
  readonly key: string;
  /** `Infinity` only seals; a paced replay also keeps its tail on the disk, once a second of its clock. */
  readonly speed: number;
  /** A chunk closes at the end of the second after so many lines. */
  readonly sealLines: number;
  /** Stops in good order after this second. */
  readonly stopAfterTick?: number;
  /** Stops in good order after so many chunks. */
  readonly stopAfterSeals?: number;
}

/** A decision is written into the ledger in every so manieth second, whatever becomes of the session between. */
export const decidedEveryTicks = 15;
export const decisionKind = 'chaos.decided';

/**
 * Replays a recording into a session file as the product does, going on where the file ends, and tells each time that a
 * write has been acknowledged. People decide meanwhile: each decision once, known by its second.
 */
export async function replaySession(
  task: ReplayTask,
  acknowledge: (durable: Acknowledged) => void = () => {},
): Promise<EngineState> {
  const { plan, text, digest } = readChaosPlan();
  const session = openReplayed(task);
  const lastChunk = session.readDurable().chunks + (task.stopAfterSeals ?? Infinity);
  try {
    tellWrites(session, (durable) => {
      acknowledge(durable);
      if (session.readDurable().chunks >= lastChunk) void engine.close();
    });
    if (session.readPlan() === undefined) session.appendPlan({ at: 0, digest, text });
  } catch (error) {
    session.close();
    throw error;
  }
  acknowledge(toAcknowledged(session));
  let decidedTick: number | undefined;
  const engine = openEngine({
    session,
    plan,
    planDigest: digest,
    recording: await openRecording(task.recording),
    clock: createSleepyClock(),
    speed: task.speed,
    sealLines: task.sealLines,
    onTick(tick) {
      if (tick === task.stopAfterTick) void engine.close();
      if (tick % decidedEveryTicks !== 0) return;
      decidedTick ??= lastDecidedTick(session);
      if (tick <= decidedTick) return;
      // Whether this comes through is unknown until the session has been opened again.
      decidedTick = undefined;
      session.appendLedger({
        at: tick * 1000,
        actor: { role: 'commander', name: 'Incident commander' },
        kind: decisionKind,
        body: { tick, says: 'Go on.' },
      });
    },
  });
  try {
    await engine.ended;
    return engine.state();
  } catch (error) {
    // Whatever has stopped it, the room can still be looked at.
    engine.snapshot();
    throw error;
  } finally {
    await engine.close();
  }
}

/** Creates the session, or resumes the one that is there. */
export function openReplayed({ session, key }: Pick<ReplayTask, 'session' | 'key'>): Session {
  const settings = { now: () => 1_774_900_000_000, signingKey: openSigningKey(key) };
  if (existsSync(session)) return openSession(session, { mode: 'resume', ...settings });
  const identity = { kind: 'replay', createdBy: 'chaos', recording: { name: 'stream' } } as const;
  return openSession(session, { mode: 'create', identity, ...settings });
}

export function toAcknowledged(session: Session): Acknowledged {
  const { sealedLine, tailLine, ledgerSeq } = session.readDurable();
  return { sealedLine, tailLine, ledgerSeq };
}

/** Seconds in which a decision is in the ledger, in order. */
export function readDecidedTicks(session: Session): number[] {
  return session.readLedger().flatMap(({ kind, body }) => (kind === decisionKind ? [Number(body['tick'])] : []));
}

function lastDecidedTick(session: Session): number {
  return readDecidedTicks(session).at(-1) ?? 0;
}

/** Each write that returns is acknowledged: the disk has it. */
function tellWrites(session: Session, acknowledge: (durable: Acknowledged) => void): void {
  const told =
    <Given extends unknown[], Result>(write: (...given: Given) => Result) =>
    (...given: Given): Result => {
      const result = write.apply(session, given);
      acknowledge(toAcknowledged(session));
      return result;
    };
  session.commitTail = told(session.commitTail.bind(session));
  session.seal = told(session.seal.bind(session));
  session.appendLedger = told(session.appendLedger.bind(session));
  session.appendPlan = told(session.appendPlan.bind(session));
}
