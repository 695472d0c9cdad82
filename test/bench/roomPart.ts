import { copyFileSync } from 'node:fs';
import { openEngine } from '../../electron/engine/engine.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { systemClock } from '../../electron/host/systemClock.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { answer, loadPlan, partWords, startWatch } from './partWords.ts';

// People in the room of the launch day: how long from a command to its durable row and to the snapshot that shows it, and
// to any second of the day with everything that they had done by then.

const { session: path, plan: planPath, commands, reopens } = partWords('session', 'plan', 'commands', 'reopens');
const { plan } = loadPlan(planPath);
const copy = `${path}.room`;
copyFileSync(path, copy);
const session = openSession(copy, { mode: 'resume', now: systemClock.nowMs });
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
const [role = ''] = Object.keys(plan.roles);
let shownSeq = 0;
let onShown = (): void => {};
const stop = engine.subscribe(({ room }) => {
  shownSeq = room?.seq ?? 0;
  onShown();
});

async function give(
  id: string,
  command: RoomCommand,
): Promise<{ readonly durableMs: number; readonly shownMs: number }> {
  const { number, state } = engine.snapshot();
  const startedAt = performance.now();
  const outcome = await engine.command({
    id,
    actor: { role, name: role },
    on: { epoch: state.epoch, snapshot: number },
    command,
  });
  const durableMs = performance.now() - startedAt;
  if (outcome.kind !== 'done') throw new Error(outcome.refusal.text);
  const row = outcome.rows.at(-1) ?? 0;
  await new Promise<void>((resolve) => {
    onShown = () => {
      if (shownSeq >= row) resolve();
    };
    onShown();
  });
  return { durableMs, shownMs: performance.now() - startedAt };
}

await give('role', { kind: 'role.take', args: { role } });
const durableMs: number[] = [];
const shownMs: number[] = [];
for (let number = 0; number < Number(commands); number += 1) {
  const times = await give(`note-${number}`, { kind: 'note.write', args: { text: `Note ${number}.` } });
  durableMs.push(times.durableMs);
  shownMs.push(times.shownMs);
}
stop();

const reopenMs: number[] = [];
const reopenCpuMs: number[] = [];
let state = 20_260_331;
for (let left = Number(reopens); left > 0; left -= 1) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const tick = firstTick + Math.floor((state / 2 ** 32) * (lastTick - firstTick));
  const spent = startWatch();
  engine.roomAt(tick);
  const { seconds, cpuSeconds } = spent();
  reopenMs.push(seconds * 1000);
  reopenCpuMs.push(cpuSeconds * 1000);
}
await engine.close();
answer({
  durable: summary(durableMs),
  shown: summary(shownMs),
  reopen: summary(reopenMs),
  reopenCpu: summary(reopenCpuMs),
});

function summary(timesMs: readonly number[]): Record<'p50Ms' | 'p95Ms', number> {
  const sorted = timesMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}
