import { rmSync } from 'node:fs';
import { statSync } from 'node:fs';
import { openEngine } from '../../electron/engine/engine.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { boundHeap } from '../../electron/host/cli/boundHeap.ts';
import { answer, loadPlan, partWords, startWatch } from './partWords.ts';

// Replays the recording into a new session as fast as it goes, and closes it: durable, chained, rolled up, judged.

const { recording, plan: planPath, session: path } = partWords('recording', 'plan', 'session');
for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
const { plan, text } = loadPlan(planPath);
boundHeap();
const spent = startWatch();
const digest = planDigest(text);
const session = openSession(path, {
  mode: 'create',
  now: systemClock.nowMs,
  identity: { kind: 'replay', createdBy: 'holdpoint bench', recording: { name: 'bench' } },
});
session.appendPlan({ at: 0, digest, text });
const engine = openEngine({
  session,
  plan,
  planDigest: digest,
  recording: await openRecording(recording),
  clock: systemClock,
  speed: Infinity,
});
await engine.ended;
const { counters } = engine.state();
await engine.close();
answer({ ...spent(), lines: counters.lines, bytes: statSync(path).size });
