import { isDeepStrictEqual } from 'node:util';
import { openEngine } from '../../electron/engine/engine.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import { Judge } from '../../shared/judge/judge.ts';
import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import { answer, loadPlan, partWords } from './partWords.ts';

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
const seen = new Map<number, JudgedAt>();
let missed = 0;
let state = 20_260_330;
for (let left = Number(seeks); left > 0; left -= 1) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const tick = firstTick + Math.floor((state / 2 ** 32) * (lastTick - firstTick));
  const startedAt = performance.now();
  await engine.seek(tick);
  const { judged } = engine.snapshot();
  timesMs.push(performance.now() - startedAt);
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
const sorted = timesMs.toSorted((one, other) => one - other);
const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
answer({ p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1), firstMs: timesMs[0], missed, compared: seen.size, different });
