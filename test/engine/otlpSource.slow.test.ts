import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { diag, DiagLogLevel } from '@opentelemetry/api';
import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as BinaryExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { afterAll, afterEach, expect, test } from 'vitest';
import { judgeRecording } from '../../electron/engine/judgeRecording.ts';
import { JudgementDigest } from '../../electron/engine/judgementDigest.ts';
import { sessionRecording } from '../../electron/engine/sessionRecording.ts';
import type { LiveTools } from '../../electron/engine/source/live/liveSource.ts';
import { openOtlpSource } from '../../electron/engine/source/live/pushed/otlpSource.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { randomRatio, systemClock } from '../../electron/host/systemClock.ts';
import { freePort } from '../help/freePort.ts';
import { HeardSource } from '../help/heardSource.ts';
import { openLiveDesk } from '../help/liveDesk.ts';
import { livePlan } from '../help/livePlan.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-otlp-'));
const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(() => rmSync(scratch, { recursive: true }));

const tools: LiveTools = { plan: livePlan.plan, clock: systemClock, random: randomRatio, env: {} };

async function hear(keeps = true): Promise<{ heard: HeardSource; url: string }> {
  const port = await freePort();
  const heard = await new HeardSource(openOtlpSource(`otlp://127.0.0.1:${port}`, tools), keeps).opened();
  closers.push(() => heard.close());
  return { heard, url: `http://127.0.0.1:${port}` };
}

/** The official SDK, as a shop would use it. */
function shop(
  url: string,
  Exporter: typeof JsonExporter | typeof BinaryExporter,
  temporalityPreference: AggregationTemporality,
): MeterProvider {
  const exporter = new Exporter({ url: `${url}/v1/metrics`, temporalityPreference, compression: 'gzip' as never });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  const provider = new MeterProvider({
    resource: resourceFromAttributes({ 'service.name': 'gw-1', 'service.version': '4.12' }),
    readers: [reader],
    views: [
      {
        instrumentName: 'pay.time',
        aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM, options: { maxSize: 20 } },
      },
    ],
  });
  closers.push(() => provider.shutdown());
  return provider;
}

function post(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
  path = '/v1/metrics',
): Promise<Response> {
  return fetch(`${url}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
}

function sum(value: number, atMs: number, startMs = Date.now() + 1000): string {
  const dataPoints = [{ asInt: value, startTimeUnixNano: `${startMs}000000`, timeUnixNano: `${atMs}000000` }];
  const metrics = [{ name: 'requests', sum: { aggregationTemporality: 2, isMonotonic: true, dataPoints } }];
  return JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] });
}

test.each([
  ['JSON, cumulative', JsonExporter, AggregationTemporality.CUMULATIVE],
  ['JSON, delta', JsonExporter, AggregationTemporality.DELTA],
  ['protobuf, cumulative', BinaryExporter, AggregationTemporality.CUMULATIVE],
  ['protobuf, delta', BinaryExporter, AggregationTemporality.DELTA],
])('the official SDK is understood: %s', async (_name, Exporter, temporality) => {
  const { heard, url } = await hear();
  const provider = shop(url, Exporter, temporality);
  const meter = provider.getMeter('shop');
  const requests = meter.createCounter('requests');
  const queue = meter.createUpDownCounter('queue');
  const heat = meter.createGauge('heat');
  const served = meter.createHistogram('served', { unit: 's', advice: { explicitBucketBoundaries: [0.1, 0.25, 1] } });
  const paid = meter.createHistogram('pay.time', { unit: 'ms' });
  const sizes = meter.createHistogram('sizes', { unit: 'By' });
  for (const round of [1, 2]) {
    requests.add(10 * round, { outcome: 'ok' });
    requests.add(round, { outcome: 'error' });
    queue.add(round === 1 ? 7 : -3);
    heat.record(20.5 + round);
    served.record(0.2);
    served.record(5);
    paid.record(round === 1 ? 12 : 1200);
    sizes.record(3);
    await provider.forceFlush();
  }
  const labels = { 'service.version': '4.12' };
  const of = (metric: string): Record<string, unknown>[] =>
    heard.samples.filter((sample) => sample['metric'] === metric);
  expect(of('requests').map((sample) => [sample['source'], sample['kind'], sample['labels'], sample['value']])).toEqual(
    [
      ['gw-1', 'count', { ...labels, outcome: 'ok' }, 10],
      ['gw-1', 'count', { ...labels, outcome: 'error' }, 1],
      ['gw-1', 'count', { ...labels, outcome: 'ok' }, 20],
      ['gw-1', 'count', { ...labels, outcome: 'error' }, 2],
    ],
  );
  expect(of('queue').map((sample) => [sample['kind'], sample['value']])).toEqual([
    ['gauge', 7],
    ['gauge', 4],
  ]);
  expect(of('heat').map((sample) => sample['value'])).toEqual([21.5, 22.5]);
  const once = [
    [100, 0],
    [250, 1],
    [1000, 0],
    ['+Inf', 1],
  ];
  expect(of('served').map((sample) => sample['buckets'])).toEqual([once, once]);
  const times = of('pay.time').map((sample) =>
    (sample['buckets'] as [number, number][]).filter(([, count]) => count > 0),
  );
  expect(times.map((buckets) => buckets.map(([, count]) => count))).toEqual([[1], [1]]);
  expect(times[0]?.[0]?.[0]).toBeCloseTo(12, 0);
  expect(times[1]?.[0]?.[0]).toBeGreaterThanOrEqual(1200);
  await heard.until(({ losses }) => losses.length > 0);
  expect(heard.losses).toEqual(['1 x A histogram is read as latencies: give it the unit s, ms, us or ns.']);
});

test('what the SDK sends is judged and kept, and judged again from the disk it is the same', async () => {
  const port = await freePort();
  const path = join(scratch, 'judged.holdpoint');
  const source = openOtlpSource(`otlp://127.0.0.1:${port}`, tools);
  const { engine, transitions, stream } = openLiveDesk(
    path,
    'create',
    livePlan,
    [{ name: 'otlp-1', source }],
    systemClock,
  );
  while (stream.readings()[0]?.state !== 'open') await systemClock.sleep(20, AbortSignal.timeout(1000));
  const provider = shop(`http://127.0.0.1:${port}`, BinaryExporter, AggregationTemporality.CUMULATIVE);
  const requests = provider.getMeter('shop').createCounter('requests');
  for (let round = 0; round < 3; round += 1) {
    requests.add(100, { outcome: 'ok' });
    requests.add(30, { outcome: 'error' });
    await provider.forceFlush();
    // The flush has come back: what it carried is on the disk.
    const kept = [...engine.session.readLines(1)].filter(({ bytes }) => Buffer.from(bytes).includes('"requests"'));
    expect(kept.length).toBe(2 * (round + 1));
  }
  while (!transitions.some(({ kind, to }) => kind === 'trigger' && to === 'firing')) {
    await systemClock.sleep(100, AbortSignal.timeout(1000));
  }
  await engine.close();
  const digest = new JudgementDigest();
  for (const transition of transitions) digest.add(transition);
  const session = openSession(path, { mode: 'read', now: () => 0 });
  const again = await judgeRecording(sessionRecording(session), [livePlan.plan], { atMs: [] });
  session.close();
  expect(again.judgements[0]?.digest).toBe(digest.text());
});

test('a sender hears that all is well when its samples are on the disk, and not before', async () => {
  const { heard, url } = await hear(false);
  let answered = false;
  const asked = post(url, sum(5, Date.now())).then((response) => {
    answered = true;
    return response.status;
  });
  await heard.until(({ events }) => events.some(({ kind }) => kind === 'frame'));
  await systemClock.sleep(100, AbortSignal.timeout(1000));
  expect(answered).toBe(false);
  // Whoever is cut off before that is told to come again.
  await heard.close();
  expect([503, 'gone']).toContain(await asked.catch(() => 'gone'));
});

test.each([
  [undefined, '1 x A counter was running before this session began: it counts from its first point here on.'],
  [41, '1 x A counter ran on while nobody listened here: its gain is not known.'],
])('a counter that ran already (the session has read to %s) makes no jump, and it is said', async (after, says) => {
  const port = await freePort();
  const heard = await new HeardSource(openOtlpSource(`otlp://127.0.0.1:${port}`, tools), true, after).opened();
  closers.push(() => heard.close());
  const url = `http://127.0.0.1:${port}`;
  const nowMs = Date.now();
  for (const [value, atMs] of [
    [5_000_000, nowMs],
    [5_000_007, nowMs + 1],
  ] as const) {
    expect((await post(url, sum(value, atMs, nowMs - 3_600_000))).status).toBe(200);
  }
  await heard.until(({ losses }) => losses.length > 0);
  expect(heard.samples.map((sample) => sample['value'])).toEqual([7]);
  expect(heard.losses).toEqual([says]);
});

test.each([
  ['logs', '/v1/logs', {}, 501, 'Logs are not read here: send metrics, to /v1/metrics.'],
  ['spans', '/v1/traces', {}, 501, 'Spans are not read here: send metrics, to /v1/metrics.'],
  ['another place', '/', {}, 404, 'Metrics are taken at /v1/metrics, and nothing else.'],
  [
    'another type',
    '/v1/metrics',
    { 'content-type': 'text/plain' },
    415,
    'Send application/x-protobuf or application/json.',
  ],
  ['another packing', '/v1/metrics', { 'content-encoding': 'br' }, 415, 'Only gzip is unpacked here.'],
  [
    'a page in a browser',
    '/v1/metrics',
    { origin: 'https://shop.example' },
    403,
    'Pages in a browser may not send here.',
  ],
  ['no JSON', '/v1/metrics', {}, 400, 'This is not JSON.'],
  ['no gzip', '/v1/metrics', { 'content-encoding': 'gzip' }, 400, 'This cannot be read.'],
])('%s is refused in words', async (_name, path, headers, status, message) => {
  const { url } = await hear();
  const response = await post(url, 'nonsense', headers, path);
  expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([status, message]);
});

test('what is refused in the binary form is answered in it; what is half good is half taken', async () => {
  const { heard, url } = await hear();
  const binary = await post(url, 'x', { 'content-type': 'application/x-protobuf' });
  expect([binary.status, binary.headers.get('content-type')]).toEqual([400, 'application/x-protobuf']);
  expect(Buffer.from(await binary.arrayBuffer()).toString()).toContain(
    'This is no such message. It ends in the middle.',
  );
  const half = JSON.parse(sum(1, Date.now())) as { resourceMetrics: { scopeMetrics: { metrics: unknown[] }[] }[] };
  half.resourceMetrics[0]?.scopeMetrics[0]?.metrics.push({
    name: 'old',
    summary: { dataPoints: [{ timeUnixNano: '1' }] },
  });
  const response = await post(url, JSON.stringify(half));
  expect(await response.json()).toEqual({
    partialSuccess: { rejectedDataPoints: '1', errorMessage: '1 x Summaries cannot be added up: send a histogram.' },
  });
  expect(heard.samples.length).toBe(1);
});

test('oversized bodies, endless ones, bombs, bad UTF-8 and depth are refused, and others are served meanwhile', async () => {
  const { heard, url } = await hear();
  let isEnded = false;
  const endless = new ReadableStream({
    pull(controller) {
      if (isEnded) controller.close();
      else controller.enqueue(Buffer.alloc(65_536, '['));
    },
    cancel() {
      isEnded = true;
    },
  });
  const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, ' '));
  const large = Buffer.alloc(5 * 2 ** 20, ' ');
  const many = Buffer.from('0a00'.repeat(2 ** 20), 'hex');
  const deep = '['.repeat(2 ** 21);
  const before = process.memoryUsage().rss;
  const refused = (statuses: readonly number[], body: string | Uint8Array<ArrayBuffer>, headers = {}): Promise<void> =>
    post(url, body, headers).then(({ status }) => expect([...statuses, 503]).toContain(status), aborted);
  const hostile: Promise<unknown>[] = [];
  for (let round = 0; round < 10; round += 1) {
    hostile.push(
      refused([413], large),
      refused([413], bomb, { 'content-encoding': 'gzip' }),
      refused([400], Buffer.from([0x22, 0xff, 0x22])),
      refused([400], deep),
      refused([400], many, { 'content-type': 'application/x-protobuf' }),
    );
  }
  hostile.push(
    fetch(`${url}/v1/metrics`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as RequestInit)
      .then(({ status }) => expect(status).toBe(413))
      .catch(aborted)
      .finally(() => (isEnded = true)),
  );
  for (let round = 0; round < 10; round += 1) {
    for (;;) {
      const { status } = await post(url, sum(round, Date.now() + round));
      if (status === 200) break;
      expect(status).toBe(503);
      await systemClock.sleep(50, AbortSignal.timeout(1000));
    }
  }
  await Promise.all(hostile);
  expect(heard.samples.length).toBe(10);
  // The bombs alone would be twice as much; a good part of what there is is the test's own.
  expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 30);
});

/** Whoever still sends may miss the answer: the connection is closed upon it. */
function aborted(error: unknown): void {
  expect(error).toBeInstanceOf(TypeError);
}

test('depth and bad UTF-8 are refused by name', async () => {
  const { url } = await hear();
  const word = async (body: string | Uint8Array<ArrayBuffer>): Promise<unknown> =>
    ((await (await post(url, body)).json()) as { message: string }).message;
  expect(await word('['.repeat(100))).toBe('This is nested more than 64 deep.');
  expect(await word(Buffer.from([0x22, 0xff, 0x22]))).toBe('This is not UTF-8.');
  expect(await word('{"resourceLogs":[]}')).toBe('Logs are not read here: send metrics, to /v1/metrics.');
});

test('a port that is taken is said, and listened on when it is free', async () => {
  const { heard, url } = await hear();
  const second = new HeardSource(openOtlpSource(url.replace('http', 'otlp'), tools));
  closers.push(() => second.close());
  await second.until(({ events }) => events.length > 0);
  expect(second.events[0]).toEqual({
    ...{ kind: 'status', state: 'broken' },
    text: 'Something else listens on this port: end it, or name another port.',
  });
  await heard.close();
  await second.opened();
});

test('the SDK makes no complaint of what it is answered', async () => {
  const complaints: unknown[] = [];
  const note = (...words: unknown[]): unknown => complaints.push(words);
  const quiet = (): undefined => undefined;
  diag.setLogger({ error: note, warn: note, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const { url } = await hear();
  const provider = shop(url, BinaryExporter, AggregationTemporality.DELTA);
  provider.getMeter('shop').createCounter('requests').add(1);
  await provider.forceFlush();
  diag.disable();
  expect(complaints).toEqual([]);
});
