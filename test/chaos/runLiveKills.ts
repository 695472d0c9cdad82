import { jetstream } from '@nats-io/jetstream';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { freePort } from '../help/freePort.ts';
import { livePlan, requests } from '../help/livePlan.ts';
import { NatsTeller, testLaunch } from '../help/natsDesk.ts';
import { startNatsServer } from '../help/natsServer.ts';
import type { ChaosResult } from './chaosResult.ts';
import { LiveProcess } from './liveProcess.ts';
import { createSeededRandom, shuffle } from './seededRandom.ts';

/** Samples a second, and for how many seconds there are some: longer than any run. */
const [perSecond, seconds] = [20, 7200];
const lookMs = 250;
/** What the lines of each source say of themselves. */
type Which = 'ws' | 'nats';

/** The numbers that came, in order, by source and by the stream of which they are. */
type Numbers = ReadonlyMap<string, readonly number[]>;

/**
 * A live desk with two sources: a gateway over a WebSocket, and a JetStream into which another gateway publishes. One of
 * the four processes is killed at a random moment and started again, one time in four in the middle of its beginning.
 * In the end the session holds what the stream holds, and of the WebSocket every number up to the last: once, in order.
 */
export async function runLiveKills(
  count: number,
  { folder, seed }: { folder: string; seed: number },
): Promise<ChaosResult> {
  mkdirSync(folder, { recursive: true });
  const random = createSeededRandom(seed);
  for (const which of ['ws', 'nats'] as const) writeFileSync(join(folder, `${which}.ndjson`), recordingOf(which));
  writeFileSync(join(folder, 'plan.yaml'), livePlan.text);
  const broker = await startNatsServer(join(folder, 'broker'));
  const stream = `nats://127.0.0.1:${broker.port}/${testLaunch}`;
  const port = String(await freePort());
  const from = ['--from', `ws://127.0.0.1:${port}`, '--from', stream];
  const desk = new LiveProcess(folder, [
    'live',
    '--plan',
    'plan.yaml',
    ...from,
    '--session',
    's.holdpoint',
    '--port',
    '0',
  ]);
  const gateway = new LiveProcess(folder, ['gateway', 'ws.ndjson', '--port', port]);
  const publisher = new LiveProcess(folder, ['gateway', 'nats.ndjson', '--to', stream, '--make-stream']);
  const parts = { desk, gateway, publisher };
  const session = join(folder, 's.holdpoint');
  const kills = { desk: 0, broker: 0, gateway: 0, publisher: 0, 'in their beginning': 0 };
  try {
    for (const one of [gateway, publisher, desk]) await one.start();
    let turns: (keyof typeof parts | 'broker')[] = [];
    for (let kill = 0; kill < count; kill += 1) {
      await pause(random.between(20, 900));
      if (turns.length === 0) turns = shuffle(['desk', 'desk', 'broker', 'gateway', 'publisher'], random);
      const who = turns.pop() ?? 'desk';
      kills[who] += 1;
      if (who === 'broker') {
        await broker.kill();
        await pause(random.between(0, 300));
        await broker.restart();
        continue;
      }
      const one = parts[who];
      await one.kill();
      if (random.chance(1 / 4)) {
        kills['in their beginning'] += 1;
        await one.startAndKill(random.between(50, 700));
      }
      await one.start();
    }
    await publisher.stop();
    const told = await readStream(broker.port);
    const endedMs = Date.now();
    while (!isThere(readNumbers(session), told, endedMs)) await pause(lookMs);
    await desk.stop();
    const breaches = await findBreaches(session, told);
    const { kept, broken } = look(session);
    const notes = { ...kills, 'samples kept': kept, 'breaks told': broken };
    return { name: 'live: desk, broker, gateways', runs: count, breaches, notes };
  } finally {
    for (const one of Object.values(parts)) await one.kill();
    await broker.kill();
  }
}

function recordingOf(which: Which): string {
  const line = (_none: unknown, at: number): string =>
    JSON.stringify({
      ...requests(1_700_000_000_000 + (at * 1000) / perSecond, 1, 'ok', at + 1),
      source: sources[which],
    });
  return `${Array.from({ length: seconds * perSecond }, line).join('\n')}\n`;
}

const sources: Readonly<Record<Which, string>> = { ws: 'gw-1', nats: 'gw-2' };

async function findBreaches(path: string, told: Numbers): Promise<string[]> {
  const breaches: string[] = [];
  const kept = readNumbers(path);
  for (const stream of new Set([...told.keys(), ...kept.keys()])) {
    const there = kept.get(stream) ?? [];
    const due = stream.startsWith(sources.nats) ? (told.get(stream) ?? []) : there.map((_number, place) => place + 1);
    const place = due.findIndex((number, at) => number !== there[at]);
    if (place >= 0) breaches.push(`${stream}: ${due[place]} was due at place ${place}, and ${there[place]} is there`);
    else if (there.length > due.length)
      breaches.push(`${stream}: ${there.length - due.length} are there that nobody sent`);
  }
  const ofSocket = [...kept.keys()].filter((stream) => stream.startsWith(sources.ws));
  if (ofSocket.length !== 1) breaches.push(`one stream came over the WebSocket, and ${ofSocket.length} are there`);
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const { counters, gaps } = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  const { duplicates, conflicts, quarantined } = counters;
  if (duplicates + conflicts + quarantined + gaps.length > 0) {
    breaches.push(`${duplicates} twice, ${conflicts} in conflict, ${quarantined} set aside, ${gaps.length} gaps`);
  }
  return [...breaches, ...verifySession(path).faults.map(({ part, text }) => `${part}: ${text}`)];
}

/** Everything that was in the stream when the publisher stopped, and all that was due over the WebSocket at `nowMs`. */
function isThere(kept: Numbers, told: Numbers, nowMs: number): boolean {
  const isDue = [...kept].some(([stream, numbers]) => {
    const beganMs = parseInt(/^\S+ [0-9a-f]{8}-([0-9a-z]+)/.exec(stream)?.[1] ?? '', 36);
    return stream.startsWith(sources.ws) && numbers.length >= ((nowMs - beganMs) / 1000) * perSecond;
  });
  return isDue && [...told].every(([stream, numbers]) => (kept.get(stream)?.length ?? 0) >= numbers.length);
}

function readNumbers(path: string): Numbers {
  return withSession(path, (session) => {
    const numbers = new Map<string, number[]>();
    for (const { bytes } of session.readLines(1)) note(numbers, JSON.parse(Buffer.from(bytes).toString()));
    return numbers;
  });
}

/** What a reader who knows nothing of us finds in the stream. */
async function readStream(port: number): Promise<Numbers> {
  const teller = await NatsTeller.open(port);
  const numbers = new Map<string, number[]>();
  try {
    const consumer = await jetstream(teller.connection).consumers.get('HOLDPOINT');
    for (let left = (await consumer.info()).num_pending; left > 0;) {
      for await (const message of await consumer.fetch({ max_messages: Math.min(left, 1000) })) {
        left -= 1;
        for (const sample of message.json<readonly unknown[]>()) note(numbers, sample);
      }
    }
  } finally {
    await teller.connection.close();
  }
  return numbers;
}

function note(numbers: Map<string, number[]>, sample: unknown): void {
  const { source = '', epoch = '', seq } = sample as { source?: string; epoch?: string; seq?: number };
  if (seq === undefined) return;
  const stream = `${source} ${epoch}`;
  const known = numbers.get(stream);
  if (known === undefined) numbers.set(stream, [seq]);
  else known.push(seq);
}

function look(path: string): { readonly kept: number; readonly broken: number } {
  const kept = [...readNumbers(path).values()].reduce((sum, numbers) => sum + numbers.length, 0);
  return withSession(path, (session) => ({
    kept,
    broken: session.readLedger().filter(({ kind }) => kind === 'link.broken').length,
  }));
}

function withSession<Result>(path: string, work: (session: Session) => Result): Result {
  const session = openSession(path, { mode: 'read', now: () => 0 });
  try {
    return work(session);
  } finally {
    session.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
