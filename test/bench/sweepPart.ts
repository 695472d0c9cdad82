import { rmSync } from 'node:fs';
import { Counterfactuals } from '../../electron/engine/counterfactuals.ts';
import { openEngine } from '../../electron/engine/engine.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { answer, loadPlan, partWords, startWatch } from './partWords.ts';

// A room that plays on while somebody draws a curve over all that it has judged: how long the curve takes, how late the
// room's seconds come meanwhile, and how much processor one turn of its loop takes.

const {
  recording,
  plan: planPath,
  session: path,
  hours,
  sweep,
} = partWords('recording', 'plan', 'session', 'hours', 'sweep');
/** A second of the room every 100 ms, so that a stall shows as a second that comes late. */
const speed = 10;
const playedS = 1800;
const quietMs = 5000;

for (const ending of ['', '-wal', '-shm']) rmSync(path + ending, { force: true });
const { plan, text } = loadPlan(planPath);
const digest = planDigest(text);
const identity = { kind: 'replay', createdBy: 'holdpoint bench', recording: { name: 'bench' } } as const;
const session = openSession(path, { mode: 'create', now: systemClock.nowMs, identity });
session.appendPlan({ at: 0, digest, text });

let tickedAtMs: number | undefined;
let lateMs = 0;
const engine = openEngine({
  ...{ session, plan, planDigest: digest, clock: systemClock, speed: 0 },
  recording: await openRecording(recording),
  onTick: () => {
    const nowMs = performance.now();
    if (tickedAtMs !== undefined) lateMs = Math.max(lateMs, nowMs - tickedAtMs - 1000 / speed);
    tickedAtMs = nowMs;
  },
});
await engine.seek(0);
const firstTick = engine.past.firstTick ?? NaN;
const toTick = firstTick + Number(hours) * 3600 - playedS;
await engine.seek(toTick);
engine.play(speed);

/** Every turn of the loop, by the processor time that its thread spent in it. */
let longestTurnMs = 0;
let isOver = false;
let used = process.threadCpuUsage();
function watchTurn(): void {
  const { user, system } = process.threadCpuUsage(used);
  used = process.threadCpuUsage();
  longestTurnMs = Math.max(longestTurnMs, (user + system) / 1000);
  if (!isOver) setImmediate(watchTurn);
}

/** What came to pass since the last time. */
function take(): { readonly lateMs: number; readonly turnMs: number } {
  const taken = { lateMs, turnMs: longestTurnMs };
  [lateMs, longestTurnMs] = [0, 0];
  return taken;
}

const rest = (ms: number): Promise<void> => systemClock.sleep(ms, new AbortController().signal);
watchTurn();
await rest(1000);
take();
await rest(quietMs);
const quiet = take();
const counterfactuals = new Counterfactuals(engine);
const spent = startWatch();
for (;;) {
  const { state } = counterfactuals.sweep({ sweep, set: [], toTick });
  if (state === 'done') break;
  await rest(200);
}
const swept = { ...spent(), ...take() };
isOver = true;
await engine.close();
answer({ quiet, swept });
