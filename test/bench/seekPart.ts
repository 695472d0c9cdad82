import { isDeepStrictEqual } from 'node:util';
import { openEngine } from '../../electron/engine/engine.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { answer, loadPlan, partWords, startWatch } from './partWords.ts';

// Goes to random seconds of a session, as a person does who drags along its time line: the engine seeks, and the room is
// there when its snapshot is. Then a judge that reads the session from its start says what the room must have shown.

const { session: path, plan: planPath, seeks, compared } = partWords('session', 'plan', 'seeks', 'compared');
const { plan } = loadPlan(planPath);
const session = openSession(path, { mode: 'resume', now: systemClock.nowMs });
const firstTick = (session.readDurable().position as { readonly firstTick?: number } | undefined)?.firstTick ?? 0;
const lastTick = session.readDurable().lastTick ?? 0;
const engine = openEngine({
  session,
  plan,
  planDigest: session.readPlan()?.digest ?? '',
  recording: undefined,
  clock: systemClock,
  speed: 0,
});
await engine.ended;

const timesMs: number[] = [];
const cpuMs: number[] = [];
const seen = new Map<number, JudgedAt>();
let missed = 0;
let state = 20_260_330;
for (let left = Number(seeks); left > 0; left -= 1) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const tick = firstTick + Math.floor((state / 2 ** 32) * (lastTick - firstTick));
  const spent = startWatch();
  await engine.seek(tick);
  const { judged } = engine.snapshot();
  const { seconds, cpuSeconds } = spent();
  timesMs.push(seconds * 1000);
  cpuMs.push(cpuSeconds * 1000);
  if (judged?.at !== tick * 1000) missed += 1;
  else if (seen.size < Number(compared)) seen.set(tick, judged);
}

const judge = new Judge(plan, { isStaffed: false });
let different = 0;
for (const input of session.readTicks({ fromTick: firstTick, toTick: Math.max(...seen.keys()) })) {
  judge.judge(input);
  const shown = seen.get(input.tick);
  if (shown !== undefined && !isDeepStrictEqual(shown, judge.snapshot())) different += 1;
}
await engine.close();
answer({
  p50Ms: quantile(timesMs, 0.5),
  p95Ms: quantile(timesMs, 0.95),
  p95CpuMs: quantile(cpuMs, 0.95),
  maxMs: quantile(timesMs, 1),
  firstMs: timesMs[0],
  missed,
  compared: seen.size,
  different,
});

function quantile(ms: readonly number[], share: number): number {
  const sorted = ms.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
