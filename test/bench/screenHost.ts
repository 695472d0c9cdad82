import { createInterface } from 'node:readline';
import { openEngine } from '../../electron/engine/engine.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { boundHeap } from '../../electron/host/cli/boundHeap.ts';
import { startHost } from '../../electron/host/serve/startHost.ts';
import { randomToken, systemClock } from '../../electron/host/systemClock.ts';
import { answer, loadPlan, partWords } from './partWords.ts';

// The host that the screens are measured against: the room of a recording, or of a session that was recorded whole. It is
// told what to do on its standard input, a word a line, and answers each with a line of JSON.

const { recording, plan: planPath, session: path, assets } = partWords('recording', 'plan', 'session', 'assets');
boundHeap();
const { plan, text } = loadPlan(planPath);
const digest = planDigest(text);
const wallMs = (): number => performance.timeOrigin + performance.now();
const openedAt = performance.now();
const isNew = recording !== '';
const identity = { kind: 'replay', createdBy: 'holdpoint bench', recording: { name: 'bench' } } as const;
const { nowMs: now } = systemClock;
const session = isNew
  ? openSession(path, { mode: 'create', now, identity })
  : openSession(path, { mode: 'resume', now });
if (isNew) session.appendPlan({ at: 0, digest, text });

/** When each second was judged, by the wall. */
const judgedAtMs = new Map<number, number>();
const engine = openEngine({
  session,
  plan,
  planDigest: digest,
  recording: isNew ? await openRecording(recording) : undefined,
  clock: systemClock,
  speed: 0,
  onTick: (tick) => judgedAtMs.set(tick, wallMs()),
});
if (!isNew) await engine.ended;
engine.snapshot();
const openMs = performance.now() - openedAt;
const host = await startHost({
  engine,
  port: 0,
  assets,
  clock: systemClock,
  newToken: randomToken,
  log: (line) => console.error(line),
});
answer({ url: host.url, openMs });

for await (const line of createInterface({ input: process.stdin })) {
  if (line.startsWith('seek ')) {
    await engine.seek(Number(line.slice(5)));
    answer({ tick: engine.state().tick });
  } else if (line === 'play') {
    const { tick = 0 } = engine.state();
    judgedAtMs.clear();
    // Session second `tick` is now.
    const atMs = wallMs();
    engine.play(1);
    answer({ tick, atMs });
  } else if (line === 'judged') {
    answer({ judged: [...judgedAtMs] });
  } else break;
}
await host.close();
await engine.close();
