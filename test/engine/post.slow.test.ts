import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../electron/engine/engine.ts';
import type { Engine } from '../../electron/engine/engineDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { SessionError } from '../../electron/engine/store/sessionError.ts';
import { createWebhookCourier } from '../../electron/host/webhook.ts';
import type { SessionKind } from '../../shared/model/session.ts';
import { answers, type AwkwardServer, startAwkwardServer } from '../help/awkwardServer.ts';
import { Crew } from '../help/crew.ts';
import { createSleepyClock } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { planOf } from '../help/roomDesk.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-post-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const folder = join(import.meta.dirname, '../golden/noisy-restart');
const text = readFileSync(join(folder, 'plan.yaml'), 'utf8').replace(
  'ramp:\n',
  'updates: { every: 20m, to: webhook, url: env:STATUS_URL }\nramp:\n  actuator: { kind: webhook, url: env:RAMP_URL, secret: env:RAMP_SECRET }\n',
);
const plan = planOf(text);
const first = plan.launch.t0 / 1000 - 119;
const secret = 'not written down';
let recording: Recording;
let sessions = 0;

beforeAll(async () => {
  const { scenario, plan: own } = readLaunch(folder);
  const path = join(scratch, 'recording.ndjson');
  writeFileSync(path, [...simulateLines(scenario, own)].join(''));
  recording = await openRecording(path);
});

interface Started {
  readonly engine: Engine;
  readonly crew: Crew;
  readonly path: string;
}

async function start(kind: SessionKind, url: string | undefined, resumed?: string): Promise<Started> {
  const path = resumed ?? join(scratch, `${(sessions += 1)}.holdpoint`);
  const digest = planDigest(text);
  const session =
    resumed === undefined
      ? openSession(path, {
          mode: 'create',
          now: () => 0,
          identity: { kind, createdBy: 'holdpoint test', recording: null },
        })
      : openSession(path, { mode: 'resume', now: () => 0 });
  if (resumed === undefined) session.appendPlan({ at: 0, digest, text });
  const clock = createSleepyClock();
  const env = { RAMP_URL: url, STATUS_URL: url, RAMP_SECRET: secret };
  const courier = url === undefined ? {} : { courier: createWebhookCourier({ env, clock: quick, timeoutMs: 5000 }) };
  const engine = openEngine({ session, plan, planDigest: digest, recording, clock, speed: 0, ...courier });
  await engine.seek(first + 400);
  return { engine, crew: new Crew(engine), path };
}

/** Attempts happen on a real socket, and take real time; only the waits between them do not. */
const quick = { steadyMs: () => performance.now(), sleep: () => new Promise<void>(() => {}) };

async function take(crew: Crew): Promise<void> {
  await crew.do('commander', { kind: 'role.take', args: { role: 'commander' } });
  await crew.do('sre', { kind: 'role.take', args: { role: 'sre' } });
}

function rowsOf(engine: Engine, kind: string): readonly Readonly<Record<string, unknown>>[] {
  return engine.session.readLedger().flatMap((row) => (row.kind === kind ? [row.body] : []));
}

/** Resolves when the ledger has so many rows of the kind. */
async function untilRows(engine: Engine, kind: string, count: number): Promise<void> {
  while (rowsOf(engine, kind).length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}

const advance = { kind: 'ramp.advance', args: { scope: { wave: 'all' } } } as const;

test('an order goes to the webhook, signed, and every attempt is in the ledger', async () => {
  const server: AwkwardServer = await startAwkwardServer(answers(503), answers(200));
  const { engine, crew } = await start('live', server.url);
  await take(crew);
  await crew.do('commander', advance);
  await untilRows(engine, 'order.attempted', 2);
  expect(rowsOf(engine, 'order.attempted')).toMatchObject([
    { attempt: 1, outcome: 'failed' },
    { attempt: 2, outcome: 'delivered' },
  ]);
  const [once, again] = server.received;
  expect(once?.body).toEqual(again?.body);
  expect(JSON.parse(String(again?.body))).toMatchObject({
    launch: 'noisy-restart',
    does: 'advance',
    cells: [
      { cell: { method: 'card' }, from: 0, to: 1 },
      { cell: { method: 'wallet' }, from: 0, to: 1 },
    ],
  });
  const hmac = createHmac('sha256', secret)
    .update(again?.body ?? '')
    .digest('hex');
  expect(again?.headers['x-holdpoint-signature']).toBe(`sha256=${hmac}`);
  expect(JSON.stringify(engine.session.readLedger())).not.toContain(secret);
  await engine.close();
  await server.close();
});

test('an order that is refused is loud and never shown as done', async () => {
  const server = await startAwkwardServer(answers(400));
  const { engine, crew } = await start('live', server.url);
  await take(crew);
  await crew.do('commander', advance);
  await untilRows(engine, 'order.failed', 1);
  const [order] = engine.snapshot().room?.ramp.orders ?? [];
  expect(order).toMatchObject({ state: 'failed', confirmed: null });
  expect(order?.text).toContain('400');
  await engine.close();
  await server.close();
});

test('what was not delivered before a crash is sent by the next engine, under the same id', async () => {
  const { engine, crew, path } = await start('live', 'http://127.0.0.1:9/nobody');
  await take(crew);
  await crew.do('commander', advance);
  await untilRows(engine, 'order.attempted', 1);
  const [order] = rowsOf(engine, 'order.placed');
  await engine.close();
  const server = await startAwkwardServer(answers(200));
  const again = await start('live', server.url, path);
  await server.requests(1);
  expect(decodeURIComponent(String(server.received[0]?.headers['x-holdpoint-id']))).toBe(order?.['order']);
  await untilRows(again.engine, 'order.attempted', 2);
  await again.engine.close();
  await server.close();
});

test('an order of which the disk left uncertain whether it holds it is sent, once it is seen that it does', async () => {
  const server = await startAwkwardServer(answers(200));
  const { engine, crew } = await start('live', server.url);
  await take(crew);
  const { session } = engine;
  const append = session.appendFacts.bind(session);
  session.appendFacts = (facts) => {
    session.appendFacts = append;
    append(facts);
    throw new SessionError('io_uncertain', 'The disk failed.');
  };
  await crew.do('commander', advance);
  await engine.seek(first + 410);
  await untilRows(engine, 'order.attempted', 1);
  expect(server.received).toHaveLength(1);
  await engine.close();
  await server.close();
});

test('nothing leaves a replay or a rehearsal, and the ledger says so', async () => {
  for (const kind of ['replay', 'rehearsal'] as const) {
    const { engine, crew } = await start(kind, undefined);
    await take(crew);
    await crew.do('commander', advance);
    await crew.do('commander', { kind: 'update.send', args: { text: 'All is well.', to: 'webhook' } });
    await untilRows(engine, 'update.attempted', 1);
    expect(rowsOf(engine, 'order.attempted')).toMatchObject([
      { outcome: 'refused', text: `Not sent: nothing leaves a ${kind}.` },
    ]);
    expect(rowsOf(engine, 'update.attempted')).toMatchObject([{ outcome: 'refused' }]);
    const marks = engine.session.readLedger().map(({ body }) => body['rehearsal'] === true);
    expect(new Set(marks)).toEqual(new Set([kind === 'rehearsal']));
    await engine.close();
  }
});

test('a status update goes to its own address', async () => {
  const server = await startAwkwardServer(answers(204));
  const { engine, crew } = await start('live', server.url);
  await take(crew);
  await crew.do('commander', { kind: 'update.send', args: { text: 'Holding at T-2m.', to: 'webhook' } });
  await untilRows(engine, 'update.attempted', 1);
  expect(JSON.parse(String(server.received[0]?.body))).toMatchObject({ text: 'Holding at T-2m.' });
  await engine.close();
  await server.close();
});
