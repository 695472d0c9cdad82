import { openEngine } from '../../engine/engine.ts';
import { scoreOf } from '../../engine/answerRehearsal.ts';
import { readRehearsal, type Rehearsal } from '../../engine/rehearsal.ts';
import { openSession } from '../../engine/store/openSession.ts';
import type { ScoreReading } from '../../../shared/model/scoreReading.ts';
import { t0Of } from '../../report/reviewT0.ts';
import { systemClock } from '../systemClock.ts';
import { judgedTicks, liftOffOf } from './gatherReview.ts';
import { readSessionPlan } from './launchSession.ts';

/** What is rehearsed in a session file; undefined where nothing is. */
export function rehearsalInFile(path: string): Rehearsal | undefined {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  try {
    const { plan } = readSessionPlan(session);
    return readRehearsal(session, plan);
  } finally {
    session.close();
  }
}

/** A session held against the scenario of a rehearsal. Nothing in it is changed. */
export async function scoreFile(path: string, by: Rehearsal): Promise<ScoreReading> {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  const { plan, planDigest } = readSessionPlan(session);
  const engine = openEngine({ session, plan, planDigest, recording: undefined, clock: systemClock, speed: 0 });
  try {
    await engine.ended;
    const liftOff = liftOffOf(engine, session.readLedger(), judgedTicks(engine));
    return { ...scoreOf(engine, by), t0At: t0Of({ plan, liftOff }) };
  } finally {
    await engine.close();
  }
}
