import { type RoomRow, toRoomRow } from '../../../shared/model/room/roomFact.ts';
import { PlanHistory } from '../../engine/planHistory.ts';
import { sessionRecording } from '../../engine/sessionRecording.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { systemClock } from '../systemClock.ts';
import { readSessionPlan } from './launchSession.ts';
import type { LoadedPlan } from './loadPlan.ts';

/** What a session brings beside its lines. */
export interface TestedSession {
  /** The plan in force at its end. */
  readonly plan: LoadedPlan;
  /** What people marked. */
  readonly marks: readonly RoomRow[];
}

/** Opens a session to be judged anew; it is only read. */
export function openTestedSession(path: string): { readonly recording: Recording; readonly session: TestedSession } {
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
