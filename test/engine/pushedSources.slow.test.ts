import { createSocket } from 'node:dgram';
import { afterEach, expect, test } from 'vitest';
import type { LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openLiveSources } from '../../electron/engine/source/live/openLiveSource.ts';
import { openHooksSource } from '../../electron/engine/source/live/pushed/hooksSource.ts';
import { openStatsdSource } from '../../electron/engine/source/live/pushed/statsdSource.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import { freePort } from '../help/freePort.ts';
import { HeardSource } from '../help/heardSource.ts';
import { livePlan } from '../help/livePlan.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
const tools: LiveTools = { plan: livePlan.plan, clock: systemClock, random: randomRatio, env: {} };

async function hearStatsd(): Promise<{ heard: HeardSource; send: (text: string | Buffer) => Promise<void> }> {
  const port = await freePort();
  const heard = await new HeardSource(openStatsdSource(`statsd://127.0.0.1:${port}`, tools)).opened();
  const socket = createSocket('udp4');
  closers.push(
    () => heard.close(),
    () => socket.close(),
  );
  const send = (text: string | Buffer): Promise<void> =>
    new Promise((resolve) => socket.send(text, port, '127.0.0.1', () => resolve()));
  return { heard, send };
}

async function hearHooks(): Promise<{
  heard: HeardSource;
  post: (body: unknown, headers: Record<string, string>) => Promise<unknown>;
}> {
  const port = await freePort();
  const heard = await new HeardSource(openHooksSource(`hooks://127.0.0.1:${port}`, tools)).opened();
  closers.push(() => heard.close());
  const post = async (body: unknown, headers: Record<string, string>): Promise<unknown> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: text, headers });
    return [response.status, await response.json()];
  };
  return { heard, post };
}

test('datagrams of StatsD count at the instant at which they come', async () => {
  const { heard, send } = await hearStatsd();
  const beforeMs = Date.now();
  await send('orders:2|c\norders:1|c|@0.5\npay.time:12|ms\nstock:40|g');
  await send('stock:-3|g\n');
  await heard.until(({ samples }) => samples.some(({ value }) => value === 37));
  const of = (metric: string): unknown => heard.samples.findLast((sample) => sample['metric'] === metric);
  expect(of('orders')).toMatchObject({ kind: 'count', source: 'statsd', value: 4 });
  expect(of('pay.time')).toMatchObject({ kind: 'latency', values: [12] });
  for (const { t } of heard.samples) {
    expect(Number(t)).toBeGreaterThanOrEqual(beforeMs);
    expect(Number(t)).toBeLessThanOrEqual(Date.now());
  }
});

test('a flood of nonsense is counted and told once in a while; what makes sense goes on', async () => {
  const { heard, send } = await hearStatsd();
  const begunMs = Date.now();
  for (let round = 0; round < 500; round += 1) {
    await send(`flood:${round}|nonsense\n`.repeat(50));
    if (round % 50 === 0) await send(`good:1|c`);
    if (round % 50 === 0) await send(Buffer.from([0xff, 0xfe, 0x3a]));
  }
  // Datagrams may be lost on the way.
  const isOver = (): boolean => heard.losses.length > 0 && heard.samples.some(({ metric }) => metric === 'end');
  while (!isOver()) {
    await send('end:1|c');
    await systemClock.sleep(50, AbortSignal.timeout(1000));
  }
  expect(heard.samples.some(({ metric }) => metric === 'good')).toBe(true);
  expect(heard.losses.length).toBeLessThanOrEqual(1 + Math.floor((Date.now() - begunMs) / 10_000));
  expect(heard.losses.join()).toMatch(/Only counters|is not UTF-8/);
});

const structured = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batched = { 'content-type': 'application/cloudevents-batch+json' };
const event = { specversion: '1.0', id: '1', source: 'ci', type: 'deploy.finished', subject: 'ledger' };

test('CloudEvents come whole, in their headers and in batches, and each counts once', async () => {
  const { heard, post } = await hearHooks();
  expect(await post(event, structured)).toEqual([200, { taken: 1, repeated: 0 }]);
  const headers = {
    ...{ 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': '2', 'ce-source': 'ci' },
    ...{ 'ce-type': 'deploy.started', 'ce-subject': 'caf%C3%A9', 'ce-time': '2026-03-30T14:00:00Z' },
  };
  expect(await post({ text: 'It begins' }, headers)).toEqual([200, { taken: 1, repeated: 0 }]);
  expect(await post([event, { ...event, id: '3' }, { ...event, id: '' }], batched)).toEqual([
    200,
    { taken: 1, repeated: 1, refused: 1, error: '1 x A CloudEvent has no id or no source.' },
  ]);
  expect(heard.samples).toMatchObject([
    { kind: 'event', type: 'deploy.finished', source: 'ci', labels: { subject: 'ledger' } },
    { type: 'deploy.started', t: 1774879200000, labels: { subject: 'café' }, text: 'It begins' },
    { type: 'deploy.finished' },
  ]);
});

test('an alert is told when it begins and when it ends, however often it is sent', async () => {
  const { heard, post } = await hearHooks();
  const firing = {
    ...{ status: 'firing', labels: { alertname: 'HighErrors', severity: 'page' }, fingerprint: 'a1' },
    ...{
      annotations: { summary: 'Errors are high' },
      startsAt: '2026-03-30T14:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
    },
  };
  const told = (alerts: unknown[]): unknown => ({ version: '4', groupKey: '{}', receiver: 'holdpoint', alerts });
  const json = { 'content-type': 'application/json' };
  expect(await post(told([firing]), json)).toEqual([200, { taken: 1, repeated: 0 }]);
  expect(await post(told([firing]), json)).toEqual([200, { taken: 0, repeated: 1 }]);
  expect(await post(told([{ ...firing, status: 'resolved', endsAt: '2026-03-30T14:09:00Z' }]), json)).toEqual([
    200,
    { taken: 1, repeated: 0 },
  ]);
  expect(heard.samples.map(({ t, type, text }) => [t, type, text])).toEqual([
    [1774879200000, 'alert.firing', 'Errors are high'],
    [1774879740000, 'alert.resolved', 'Errors are high'],
  ]);
});

test.each([
  ['something else', {}, { 'content-type': 'application/json' }, 400, 'It is no message of Alertmanager in version 4.'],
  ['plain text', 'hi', { 'content-type': 'text/plain' }, 415, 'Send application/json'],
  ['no JSON', '{', structured, 400, 'This is not JSON.'],
  ['too many brackets', '['.repeat(1000), batched, 400, 'This is nested more than 64 deep.'],
  ['a page in a browser', event, { ...structured, origin: 'https://shop.example' }, 403, 'Pages in a browser'],
])('%s is refused in words', async (_name, body, headers, status, says) => {
  const { post } = await hearHooks();
  expect(await post(body, headers)).toEqual([
    status,
    expect.objectContaining({ error: expect.stringContaining(says) }),
  ]);
});

test.each([
  ['otlp://0.0.0.0:4318', 'it listens on this machine alone: write otlp://127.0.0.1:4318'],
  ['statsd://shop.example', 'it listens on this machine alone: write statsd://127.0.0.1:8125'],
  ['hooks://127.0.0.1:9095/path', 'Write where to listen as in hooks://127.0.0.1:9095.'],
])('%s is no place to listen', (address, says) => {
  expect(() => openLiveSources([address], tools)).toThrow(says);
});
