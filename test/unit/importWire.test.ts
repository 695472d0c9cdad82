import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cloudEventsFormat } from '../../electron/import/cloudEvents.ts';
import type { Converted, ForeignFormat } from '../../electron/import/foreignFormat.ts';
import { otlpFormat } from '../../electron/import/otlp.ts';
import { statsdFormat } from '../../electron/import/statsd.ts';

const modifiedMs = 1774879300000;
const formats = [otlpFormat, cloudEventsFormat, statsdFormat];
/** What the official SDK for Node sent to /v1/metrics in JSON, a request a line. */
const sdk = readFileSync(join(import.meta.dirname, '../golden/import/opentelemetry-sdk.ndjson'), 'utf8');

/** Read in pieces, as files come. */
function convert(format: ForeignFormat, ...files: string[]): Converted[] {
  const conversion = format.open({ mapping: undefined, zone: undefined });
  return files.flatMap((text) => {
    const { reader } = conversion.begin({ path: 'f', source: 'f', modifiedMs, head: text.slice(0, 65_536) });
    const pieces = text.match(/.{1,997}/gs) ?? [];
    return [...pieces.flatMap((piece) => [...reader.take(piece)]), ...reader.end()];
  });
}

function samples(converted: readonly Converted[]): Readonly<Record<string, unknown>>[] {
  return converted.flatMap((one) => (one.kind === 'sample' ? [one.sample] : []));
}

function words(converted: readonly Converted[]): string[] {
  return converted.flatMap((one) =>
    one.kind === 'refused' || one.kind === 'counted' ? [`${one.row}: ${one.text}`] : [],
  );
}

test('what the official SDK wrote comes in to the last event', () => {
  const converted = convert(otlpFormat, sdk);
  const total = (metric: string, outcome: string): number =>
    samples(converted)
      .filter((sample) => sample['metric'] === metric)
      .filter((sample) => (sample['labels'] as Record<string, string>)['outcome'] === outcome)
      .reduce((sum, sample) => sum + Number(sample['value']), 0);
  expect([total('requests', 'ok'), total('requests', 'error')]).toEqual([150, 15]);
  const observed = (metric: string): number =>
    samples(converted)
      .filter((sample) => sample['metric'] === metric)
      .flatMap((sample) => sample['buckets'] as [number, number][])
      .reduce((sum, [, count]) => sum + count, 0);
  expect([observed('served'), observed('pay.time')]).toEqual([5, 5]);
  const queue = samples(converted).filter((sample) => sample['metric'] === 'queue');
  expect(queue.map((sample) => sample['value'])).toEqual([3, 1, 4, 2, 5, 5]);
  expect(words(converted)).toEqual(
    [1, 2, 3, 4, 5, 6].map((row) => `${row}: A histogram is read as latencies: give it the unit s, ms, us or ns.`),
  );
});

test('the same file twice adds nothing, and every point of it is counted', () => {
  const [once, twice] = [convert(otlpFormat, sdk), convert(otlpFormat, sdk, sdk)];
  const isGauge = (sample: Readonly<Record<string, unknown>>): boolean => sample['kind'] === 'gauge';
  const added = (converted: readonly Converted[]): unknown => samples(converted).filter((sample) => !isGauge(sample));
  expect(added(twice)).toEqual(added(once));
  expect(twice.length).toBe(2 * once.length);
});

test('lines of OTLP that hold no metrics are refused by name', () => {
  const converted = convert(otlpFormat, '{"resourceLogs":[]}\n{"resourceSpans":[]}\n{\n');
  expect(words(converted)).toEqual([
    '1: Logs are not read here: send metrics, to /v1/metrics.',
    '2: Spans are not read here: send metrics, to /v1/metrics.',
    '3: This is not JSON.',
  ]);
});

const event = { specversion: '1.0', id: '1', source: 'ci', type: 'deploy.finished', time: '2026-03-30T14:00:00Z' };

test.each([
  ['a line each', [event, { ...event, id: '2' }].map((one) => `${JSON.stringify(one)}\n`).join('')],
  ['a list', JSON.stringify([event, { ...event, id: '2' }])],
  ['a list over many lines', JSON.stringify([event, { ...event, id: '2' }], undefined, 2)],
])('CloudEvents are read as %s', (_name, text) => {
  expect(cloudEventsFormat.looksLike(text)).toBe(true);
  expect(samples(convert(cloudEventsFormat, text)).map(({ t, type }) => [t, type])).toEqual([
    [1774879200000, 'deploy.finished'],
    [1774879200000, 'deploy.finished'],
  ]);
});

test('a CloudEvent that comes again is counted, one that is none is refused, one without a time has that of the file', () => {
  const converted = convert(
    cloudEventsFormat,
    JSON.stringify([event, event, { id: '3' }, { ...event, id: '4', time: undefined }]),
  );
  expect(samples(converted).map(({ t }) => t)).toEqual([1774879200000, modifiedMs]);
  expect(words(converted)).toEqual([
    '2: The event came before.',
    '3: It is no CloudEvent of version 1.0: specversion says which.',
  ]);
});

test('a capture of StatsD is placed by its stamps, in seconds, ms or as an instant', () => {
  const lines = [
    '1774879200.25 orders:2|c|#market:US',
    '1774879201000 stock:40|g',
    '2026-03-30T14:00:02Z stock:-3|g',
    'pay.time:12|ms',
    '1774879203 users:9|s',
  ];
  const converted = convert(statsdFormat, lines.join('\n'));
  expect(samples(converted).map(({ t, metric, value }) => [t, metric, value])).toEqual([
    [1774879200250, 'orders', 2],
    [1774879201000, 'stock', 40],
    [1774879202000, 'stock', 37],
    [modifiedMs, 'pay.time', undefined],
  ]);
  expect(words(converted)).toEqual(['5: Only counters (c), timers (ms) and gauges (g) are read.']);
});

test('each is known by how it begins, and by nothing of the others', () => {
  const heads = [sdk, JSON.stringify(event), 'orders:1|c\n'];
  expect(heads.map((head) => formats.map((format) => format.looksLike(head)))).toEqual([
    [true, false, false],
    [false, true, false],
    [false, false, true],
  ]);
  for (const head of [
    '',
    't,metric,value\n1,a,2\n',
    '{"t":1,"kind":"mark","source":"a"}',
    '# TYPE a counter\na_total 1\n',
  ]) {
    expect(formats.some((format) => format.looksLike(head))).toBe(false);
  }
});
