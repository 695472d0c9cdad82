import { open } from 'node:fs/promises';
import type { RoomRow } from '../../../shared/model/room/roomFact.ts';
import { toRoomRow } from '../../../shared/model/room/roomFact.ts';
import { PlanHistory } from '../../engine/planHistory.ts';
import { sessionRecording } from '../../engine/sessionRecording.ts';
import { openRecording } from '../../engine/source/openRecording.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { systemClock } from '../systemClock.ts';
import { Refusal } from './command.ts';
import { readSessionPlan } from './launchSession.ts';
import { type LoadedPlan, loadPlan } from './loadPlan.ts';

/** Telemetry to be judged anew: a recording, or the lines of a session. */
export interface TestedSource {
  readonly recording: Recording;
  /** Undefined of a recording, which has neither plan nor ledger. */
  readonly session: TestedSession | undefined;
}

interface TestedSession {
  /** The plan in force at its end. */
  readonly plan: LoadedPlan;
  /** What people marked. */
  readonly marks: readonly RoomRow[];
}

const sessionMagic = 'SQLite format 3\0';

/** Opens what the path names, to be read only: its first bytes say whether it is a session. */
export async function openTested(path: string): Promise<TestedSource> {
  if (!(await isSession(path))) return { recording: await openRecording(path), session: undefined };
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  const { plan, planDigest } = readSessionPlan(session);
  const newest = new PlanHistory(session, { plan, digest: planDigest }).newest;
  const text = session.readPlan(newest.digest)?.text ?? '';
  const marks = session
    .readLedger()
    .filter(({ kind }) => kind === 'mark.set' || kind === 'mark.withdrawn')
    .flatMap((row) => toRoomRow(row) ?? []);
  return {
    recording: sessionRecording(session),
    session: { plan: { path, plan: newest.plan, text, digest: newest.digest }, marks },
  };
}

/** The plan that was named, or that of the first session. */
export async function planOf(
  named: string | undefined,
  sources: readonly TestedSource[],
  tell: (text: string) => void,
): Promise<LoadedPlan> {
  if (named !== undefined) return loadPlan(named, tell);
  const held = sources.find(({ session }) => session !== undefined)?.session?.plan;
  if (held !== undefined) return held;
  throw new Refusal(2, 'Name the plan with --plan: a recording has none, and only a session brings its own.');
}

async function isSession(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => undefined);
  if (handle === undefined) return false;
  try {
    if (!(await handle.stat()).isFile()) return false;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(sessionMagic.length), 0, sessionMagic.length, 0);
    return buffer.toString('latin1', 0, bytesRead) === sessionMagic;
  } finally {
    await handle.close();
  }
}
