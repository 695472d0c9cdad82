import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { readChaosPlan } from './chaosPlan.ts';
import type { ChaosResult } from './chaosResult.ts';
import { readContentDigest } from './chaosTask.ts';
import { openReplayed, replaySession } from './replaySession.ts';
import { digestOf } from './runResumes.ts';
import { toBytes } from './runStreams.ts';
import { deliver, trafficStartMs, type Delivery } from './sampleTraffic.ts';

const floodedSecond = 15;
const texts = 90;
const textLength = 400_000;

/**
 * A second that is larger than the largest chunk, so that it is sealed in parts, and a session that is closed and resumed
 * between them: it must be judged as if it were one.
 */
export async function runFlood(folder: string): Promise<ChaosResult> {
  const recording = join(folder, 'flood.ndjson');
  const key = join(folder, 'key.pem');
  writeFileSync(recording, toBytes(makeFlood()));
  const task = { recording, key, sealLines: 1000, speed: Infinity };
  const [straight, session] = [join(folder, 'straight.holdpoint'), join(folder, 'resumed.holdpoint')];
  await replaySession({ ...task, session: straight });
  let parts = 0;
  for (let isFinished = false; !isFinished; parts += 1) {
    ({ isFinished } = await replaySession({ ...task, session, stopAfterSeals: 1 }));
  }
  const { judgements } = await judgeRecording(await openRecording(recording), [readChaosPlan().plan], { atMs: [] });
  const breaches: string[] = [];
  const resumed = openReplayed({ session, key });
  if (parts < 2) breaches.push(`the second was sealed in ${parts} parts: it must be larger`);
  if (digestOf(resumed) !== judgements[0]?.digest)
    breaches.push('a second in parts is judged in another way than in one');
  resumed.close();
  if (readContentDigest(session, key) !== readContentDigest(straight, key)) {
    breaches.push('a session resumed inside of a second ends with another content');
  }
  return { name: 'a second larger than a chunk', runs: 1, breaches, notes: { parts } };
}

/** Half a minute of orders, and in one second of it events of half a megabyte, from before its first order to its last. */
function makeFlood(): Delivery[] {
  const deliveries: Delivery[] = [];
  const say = (t: number, seq: number, said: Pick<NonNullable<Delivery['sample']>, 'kind' | 'body'>): void => {
    const source = said.kind === 'event' ? 'cd' : 'gw-1';
    deliveries.push(deliver({ t, source, epoch: undefined, seq, ...said }, t));
  };
  let seq = 0;
  for (let second = 0; second < 30; second += 1) {
    const steps = second === floodedSecond ? texts : 10;
    for (let step = 0; step < steps; step += 1) {
      const t = trafficStartMs + second * 1000 + Math.floor((step * 1000) / steps);
      // Errors come with the last part of the second, and must still count in its cell.
      const outcome = second === floodedSecond && step > texts / 2 ? 'error' : 'ok';
      const labels = { market: 'US', method: 'card', path: 'new', outcome };
      say(t, (seq += 1), { kind: 'count', body: { metric: 'checkout.requests', labels, value: 5 } });
      if (second !== floodedSecond) continue;
      const text = 'x'.repeat(textLength);
      say(t, step, { kind: 'event', body: { type: 'gate.closed', labels: {}, text } });
    }
  }
  return deliveries;
}
