import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { constants, createGzip, createZstdCompress, gzipSync, type Gzip, type ZstdCompress } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import type { Told, ToldAlone } from '../help/tellRecording.ts';

// The worst recordings, read in processes that do nothing else and report the most memory that they ever held.

const mostMiB = 256;
const mebibyte = 1_048_576;

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-worst-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

function write(name: string, content: string | Buffer): string {
  writeFileSync(at(name), content);
  return at(name);
}

async function pack(name: string, packer: Gzip | ZstdCompress, pieces: Iterable<Buffer>): Promise<string> {
  const file = createWriteStream(at(name));
  packer.pipe(file);
  for (const piece of pieces) if (!packer.write(piece)) await once(packer, 'drain');
  packer.end();
  await finished(file);
  return at(name);
}

function* times<Value>(count: number, make: () => Value): Generator<Value, void, undefined> {
  for (let made = 0; made < count; made += 1) yield make();
}

/** What is said of each, after less memory than anyone may ask for. */
async function tell(...paths: string[]): Promise<readonly Told[]> {
  const program = join(import.meta.dirname, '../help/tellRecording.ts');
  const child = spawn(process.execPath, [program, ...paths], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.on('data', (piece) => (out += piece));
  expect(await once(child, 'close')).toEqual([0, null]);
  const { told, peakMiB }: ToldAlone = JSON.parse(out);
  expect(peakMiB).toBeGreaterThan(20);
  expect(peakMiB).toBeLessThanOrEqual(mostMiB);
  return told;
}

const mark = '{"t":1774879200000,"source":"gw-1","kind":"mark"}';
const zeros = Buffer.alloc(mebibyte);
const distrust = 'do not trust it, or pack it again with plain gzip or zstd.';
const zstdOf = (params: Record<number, number>): ZstdCompress =>
  createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: 1, ...params } });

test.each<[string, () => Gzip | ZstdCompress, number]>([
  ['bomb.gz', () => createGzip(), 200],
  ['bomb.zst', () => zstdOf({}), 1_000],
])('a bomb of zeros: %s', async (name, open, size) => {
  const [told] = await tell(
    await pack(
      name,
      open(),
      times(size, () => zeros),
    ),
  );
  const message = `${at(name)} unpacks to more than 1000 times its size: ${distrust}`;
  expect(told).toEqual({ decoded: 0, bad: [], badCount: 0, error: { code: 'bomb', line: 0, message } });
});

test('a bomb of good lines gives lines before it is refused', async () => {
  const piece = Buffer.from(`${mark}\n`.repeat(20_000));
  const [told] = await tell(
    await pack(
      'marks.zst',
      zstdOf({}),
      times(200, () => piece),
    ),
  );
  expect(told?.error?.code).toBe('bomb');
  expect(told?.error?.message).toMatch(/ unpacks to more than 1000 times its size after line \d+: /);
  expect(told?.decoded).toBe(told?.error?.line);
  expect(told?.decoded).toBeGreaterThan(mebibyte);
});

test('zstd that wants a window of 32 MiB is read, one that wants more is refused', async () => {
  const gauge = mark.replace('"mark"', '"gauge","metric":"m","labels":{},"value":');
  const piece = (): Buffer => {
    const values = [...new Uint32Array(randomBytes(40_000).buffer)].map((value) => gauge.replace(/\}$/, `${value}}`));
    return Buffer.from(`${values.join('\n')}\n`);
  };
  const window = (log: number): ZstdCompress => zstdOf({ [constants.ZSTD_c_windowLog]: log });
  const [read, refused] = await tell(
    await pack('window25.zst', window(25), times(40, piece)),
    await pack('window26.zst', window(26), times(40, piece)),
  );
  expect(read?.decoded).toBe(400_000);
  expect(read?.error).toBeUndefined();
  const message = `${at('window26.zst')} asks for more than 32 MiB of memory to unpack: ${distrust}`;
  expect(refused).toEqual({ decoded: 0, bad: [], badCount: 0, error: { code: 'bomb', line: 0, message } });
});

test('a single line of 100 MB between good ones', async () => {
  const x = Buffer.alloc(100_000_000, 'x');
  const long = Buffer.concat([Buffer.from(`${mark}\n{"text":"`), x, Buffer.from(`"}\n${mark}\n`)]);
  for (const told of await tell(write('long', long), write('long.gz', gzipSync(long, { level: 1 })))) {
    expect(told).toMatchObject({ decoded: 2, badCount: 1 });
    expect(told.error).toBeUndefined();
    expect(told.bad[0]).toMatchObject({ line: 2, reason: 'line_too_long', excerpt: `{"text":"${'x'.repeat(70)}…` });
  }
});

const almost = 1_000_000;
const list = (count: number, write: (place: number) => string): string =>
  Array.from({ length: count }, (_, place) => write(place)).join(',');
const sample = (rest: string): string => `{"t":1,"source":"a",${rest}}`;
const latency = (rest: string): string => sample(`"kind":"latency","metric":"m","labels":{},${rest}`);
const event = (text: string): string => sample(`"kind":"event","type":"x","labels":{},"text":"${text}","x":1`);
const stuffed: readonly (readonly [what: string, line: string, reason: string])[] = [
  ['2 MiB of brackets', '['.repeat(2 * mebibyte), 'line_too_long'],
  ['brackets', '['.repeat(almost), 'too_deep'],
  ['objects that never close', '{"a":'.repeat(almost / 5), 'too_deep'],
  ['keys', `{${list(almost / 12, (place) => `"k${place}":1`)}}`, 'unknown_key'],
  [
    'labels',
    sample(`"kind":"count","metric":"m","labels":{${list(almost / 14, (place) => `"k${place}":""`)}},"value":1`),
    'bad_labels',
  ],
  [
    'keys of data',
    sample(`"kind":"event","type":"x","data":{${list(almost / 14, (place) => `"k${place}":""`)}}`),
    'missing_key',
  ],
  ['lists for latencies', latency(`"values":[${list(almost / 3, () => '[]')}]`), 'bad_latency'],
  ['texts for latencies', latency(`"values":[${list(almost / 3, () => '""')}]`), 'bad_latency'],
  ['buckets of one', latency(`"buckets":[${list(almost / 4, () => '[1]')}]`), 'bad_latency'],
  [
    'buckets out of order',
    latency(`"buckets":[${list(almost / 12, (place) => `[${place % 1_000},1]`)}]`),
    'bad_latency',
  ],
  ['latencies and a key too many', latency(`"values":[${list(almost / 2, () => '1')}],"x":1`), 'unknown_key'],
  ['digits', sample(`"kind":"gauge","metric":"m","labels":{},"value":${'9'.repeat(almost)}`), 'bad_number'],
  [
    'digits of an exponent',
    sample(`"kind":"gauge","metric":"m","labels":{},"value":1e${'9'.repeat(almost)}`),
    'bad_number',
  ],
  ['single digits', event('1 '.repeat(almost / 2)), 'unknown_key'],
  ['escaped digits', event('\\u0031 '.repeat(almost / 7)), 'unknown_key'],
  ['quotes', '"'.repeat(almost), 'not_json'],
  ['backslashes', `{"${'\\'.repeat(almost)}`, 'not_json'],
  ['spaces', sample(`"kind":"mark"${' '.repeat(almost)}x`), 'not_json'],
  ['NULs', '\0'.repeat(almost), 'not_json'],
];

test('lines of about 1 MiB, five of each kind, each bad for its own reason', async () => {
  const files = stuffed.map(([name, line]) => write(name, `${line}\n`.repeat(5)));
  const told = await tell(...files);
  const found = told.map(({ bad, decoded, error }, place) => [
    stuffed[place]?.[0],
    decoded,
    error,
    bad.map(({ reason }) => reason),
  ]);
  expect(found).toEqual(
    stuffed.map(([what, , reason]) => [what, 0, undefined, Array.from({ length: 5 }, () => reason)]),
  );
});

test('a hundred thousand sources, each with a shape of its own', async () => {
  const sources = list(100_000, (place) =>
    mark.replace('gw-1', `s${place}`).replace('"mark"', '"gauge","metric":"m","labels":{},"value":1'),
  );
  const [told] = await tell(write('sources', sources.replaceAll(',{"t"', '\n{"t"')));
  expect(told).toMatchObject({ decoded: 50_000, badCount: 50_000 });
  expect(told?.bad[0]?.reason).toBe('too_many_series');
});

test('a recording of 200 MB', async () => {
  const line = (place: number): string =>
    mark.replace('"mark"', `"gauge","metric":"m","labels":{"a":"${place % 41}"},"value":${place}`);
  const block = Buffer.from(`${Array.from({ length: 50_000 }, (_, place) => line(place)).join('\n')}\n`);
  const count = Math.ceil(200_000_000 / block.length);
  const [told] = await tell(write('large', Buffer.concat([...times(count, () => block)])));
  expect(told).toEqual({ decoded: 50_000 * count, bad: [], badCount: 0 });
});
