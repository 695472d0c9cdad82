import { basename } from 'node:path';
import type { Overlay } from '../../engine/answerQueries.ts';
import { openEngine } from '../../engine/engine.ts';
import { openSession } from '../../engine/store/openSession.ts';
import { t0Of } from '../../report/reviewT0.ts';
import { systemClock } from '../systemClock.ts';
import { judgedTicks, liftOffOf } from './gatherReview.ts';
import { readSessionPlan } from './launchSession.ts';

/** The last so many: an answer has a size, and a timeline a width. */
const mostTransitions = 1000;
const mostRows = 300;

/** What a timeline marks of another session. Its file is read once and not changed. */
export async function readOverlay(path: string): Promise<Overlay> {
  const session = openSession(path, { mode: 'read', now: systemClock.nowMs });
  const { plan, planDigest } = readSessionPlan(session);
  const engine = openEngine({ session, plan, planDigest, recording: undefined, clock: systemClock, speed: 0 });
  try {
    await engine.ended;
    const ledger = session.readLedger();
    const ticks = judgedTicks(engine);
    const marked = session
      .readTransitions()
      .filter(({ kind, to }) => kind === 'call' || (kind === 'trigger' && to === 'firing'));
    return {
      name: basename(session.path),
      t0At: t0Of({ plan, liftOff: liftOffOf(engine, ledger, ticks) }),
      firstAt: ticks === undefined ? null : ticks.first * 1000,
      lastAt: ticks === undefined ? null : ticks.last * 1000,
      transitions: marked.slice(-mostTransitions),
      rows: ledger.slice(-mostRows),
    };
  } finally {
    await engine.close();
  }
}
