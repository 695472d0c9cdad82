import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { LineBatch } from '../../electron/engine/source/lineBatch.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import type { ReadOptions } from '../../electron/engine/source/recording.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-read-'));
afterAll(() => rmSync(folder, { recursive: true }));
let fileCount = 0;

function write(content: string | Buffer, name = 'recording'): string {
  fileCount += 1;
  const path = join(folder, `${fileCount}-${name}`);
  writeFileSync(path, content);
  return path;
}

interface Line {
  readonly text: string;
  readonly line: number;
  /** Where one would resume to read this line first. */
  readonly byte: number;
}

async function readAll(path: string, options?: ReadOptions): Promise<{ lines: Line[]; batches: LineBatch[] }> {
  const lines: Line[] = [];
  const batches: LineBatch[] = [];
  const recording = await openRecording(path);
  for await (const batch of recording.batches(options)) {
    batches.push(batch);
    for (let place = 0; place < batch.count; place += 1) {
      const start = batch.starts[place] ?? -1;
      lines.push({
        text: batch.bytes.toString('utf8', start, batch.ends[place]),
        line: batch.lineNumbers[place] ?? -1,
        byte: batch.firstByte + start,
      });
    }
  }
  return { lines, batches };
}

const texts = async (path: string, options?: ReadOptions): Promise<string[]> =>
  (await readAll(path, options)).lines.map(({ text }) => text);

const many = Array.from({ length: 30_000 }, (_, place) => `{"t":${place},"text":"${'x'.repeat(place % 90)}"}`);
const manyText = Buffer.from(`${many.join('\n')}\n`);
const packings: [string, Buffer][] = [
  ['plain', manyText],
  ['gzip', gzipSync(manyText)],
  [
    'gzip of two members',
    Buffer.concat([gzipSync(manyText.subarray(0, 500_001)), gzipSync(manyText.subarray(500_001))]),
  ],
  ['zstd', zstdCompressSync(manyText)],
  [
    'zstd of three frames',
    Buffer.concat([
      zstdCompressSync(manyText.subarray(0, 100_001)),
      zstdCompressSync(Buffer.alloc(0)),
      zstdCompressSync(manyText.subarray(100_001)),
    ]),
  ],
  ['zstd with a frame to skip at each end', Buffer.concat([skippable(5), zstdCompressSync(manyText), skippable(0)])],
  ['zstd with a checksum', zstdCompressSync(manyText, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })],
];

function skippable(length: number): Buffer {
  const frame = Buffer.alloc(8 + length, 7);
  frame.writeUInt32LE(0x184d2a53, 0);
  frame.writeUInt32LE(length, 4);
  return frame;
}

test.each(packings)('every line of a file that is %s, whatever it is called', async (_, content) => {
  const { lines, batches } = await readAll(write(content, 'x.csv'));
  expect(lines.map(({ text }) => text)).toEqual(many);
  expect(lines.map(({ line }) => line)).toEqual(many.map((__, place) => place + 1));
  expect(batches.length).toBeGreaterThan(1);
  const last = batches.at(-1);
  expect(last).toMatchObject({ nextByte: manyText.length, nextLine: many.length + 1, bytesTotal: content.length });
  for (const [place, batch] of batches.entries()) {
    const before = batches[place - 1];
    expect([batch.firstByte, batch.firstLine]).toEqual([before?.nextByte ?? 0, before?.nextLine ?? 1]);
    expect(batch.bytesRead).toBeGreaterThanOrEqual(before?.bytesRead ?? 0);
    expect(batch.bytesRead).toBeLessThanOrEqual(batch.bytesTotal);
    expect(batch.bytes.length).toBeLessThanOrEqual(1_048_576);
  }
});

test.each(packings)('reading goes on from any line of a file that is %s', async (_, content) => {
  const path = write(content);
  const { lines, batches } = await readAll(path);
  for (const place of [0, 1, 12_345, 29_999]) {
    const from = lines[place];
    const resumed = await readAll(path, { fromByte: from?.byte ?? -1, fromLine: from?.line ?? -1 });
    expect(resumed.lines).toEqual(lines.slice(place));
  }
  const { nextByte: fromByte, nextLine: fromLine } = batches[0] ?? { nextByte: -1, nextLine: -1 };
  expect((await readAll(path, { fromByte, fromLine })).lines).toEqual(lines.slice(batches[0]?.count));
  expect(await texts(path, { fromByte: manyText.length, fromLine: 30_001 })).toEqual([]);
});

test('what ends a line is no part of it, and empty lines only count', async () => {
  const { lines } = await readAll(write('a\n\nb\r\n\r\n \nc\r\r\n\n'));
  expect(lines.map(({ text, line }) => [text, line])).toEqual([
    ['a', 1],
    ['b', 3],
    [' ', 5],
    ['c\r', 6],
  ]);
});

test('the last line needs no end', async () => {
  expect(await texts(write('a\nb'))).toEqual(['a', 'b']);
  expect(await texts(write('a\nb\r'))).toEqual(['a', 'b']);
  expect(await texts(write(gzipSync('a\nb')))).toEqual(['a', 'b']);
});

test('a byte order mark at the start is passed over, elsewhere it is text', async () => {
  const { lines } = await readAll(write('\ufeffa\n\ufeffb\n'));
  expect(lines.map(({ text, byte }) => [text, byte])).toEqual([
    ['a', 3],
    ['\ufeffb', 5],
  ]);
});

test('lines are cut the same wherever the buffers end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 400_000 }), fc.constantFrom('\n', '\r\n', '\n\n')), {
        minLength: 1,
        maxLength: 9,
      }),
      fc.boolean(),
      async (parts, isPacked) => {
        const text = parts.map(([length, end], place) => `${String(place).repeat(length)}${end}`).join('');
        const expected = text
          .split('\n')
          .map((line, place) => [line.replace(/\r$/, ''), place + 1])
          .filter(([line]) => line !== '');
        fc.pre(expected.length > 0);
        const { lines } = await readAll(write(isPacked ? zstdCompressSync(text) : text));
        expect(lines.map(({ text: line, line: number }) => [line, number])).toEqual(expected);
      },
    ),
    { numRuns: 40 },
  );
});

test('a line of 1 MiB is a line, a longer one is told apart and never in a batch', async () => {
  const limit = 1_048_576;
  const content = [
    'a',
    'b'.repeat(limit),
    `${'c'.repeat(limit)}\r`,
    'd'.repeat(limit + 1),
    'e',
    `${'f'.repeat(5 * limit)}\r`,
    '',
    'g',
    'h'.repeat(3 * limit),
  ].join('\n');
  for (const path of [write(content), write(gzipSync(content)), write(`${content}\n`)]) {
    const { lines, batches } = await readAll(path);
    expect(lines.map(({ text, line }) => [text[0], text.length, line])).toEqual([
      ['a', 1, 1],
      ['b', limit, 2],
      ['c', limit, 3],
      ['e', 1, 5],
      ['g', 1, 8],
    ]);
    expect(batches.flatMap(({ bad }) => (bad === undefined ? [] : [bad]))).toEqual(
      (
        [
          ['d', 4],
          ['f', 6],
          ['h', 9],
        ] as const
      ).map(([letter, line]) => ({
        kind: 'bad',
        line,
        reason: 'line_too_long',
        text: 'The line is over 1 MiB.',
        excerpt: `${letter.repeat(79)}…`,
        source: undefined,
        arrived: undefined,
      })),
    );
    expect(batches.map(({ firstLine, nextLine }) => nextLine - firstLine).reduce((sum, count) => sum + count)).toBe(9);
    for (const [place, batch] of batches.entries()) expect(batch.firstByte).toBe(batches[place - 1]?.nextByte ?? 0);
    const afterLong = batches.find(({ bad }) => bad?.line === 6);
    const rest = await readAll(path, { fromByte: afterLong?.nextByte ?? -1, fromLine: afterLong?.nextLine ?? -1 });
    expect(rest.lines.map(({ text, line }) => [text, line])).toEqual([['g', 8]]);
  }
});

test('a line of 1 MiB may lie anywhere', async () => {
  const long = 'b'.repeat(1_048_576);
  for (const before of [524_284, 524_285, 524_286, 524_287, 524_288]) {
    const lines = [`${'a'.repeat(before)}`, `${long}\r`, 'c'];
    expect(await texts(write(lines.join('\n')))).toEqual([lines[0], long, 'c']);
  }
});

test('a byte order mark inside stays text wherever the buffers end', async () => {
  for (const before of [524_286, 524_287]) {
    const lines = ['a'.repeat(before), '\ufeffb', 'c'.repeat(600_000), '\ufeffd'];
    expect(await texts(write(lines.join('\n')))).toEqual(lines);
  }
});

/** What this process holds open there, as far as the system tells. */
function openFilesAt(path: string): string[] {
  const handles = '/proc/self/fd';
  if (!existsSync(handles)) return [];
  return readdirSync(handles).filter((name) => {
    try {
      return readlinkSync(join(handles, name)) === path;
    } catch {
      return false;
    }
  });
}

test('a reader that stops early, by itself or by a signal, leaves nothing open', async () => {
  for (const [, content] of packings) {
    const path = write(content);
    const recording = await openRecording(path);
    for await (const batch of recording.batches()) {
      expect(batch.firstLine).toBe(1);
      break;
    }
    const stopper = new AbortController();
    let count = 0;
    for await (const batch of recording.batches({ signal: stopper.signal })) {
      count += batch.count;
      stopper.abort();
    }
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThan(many.length);
    expect(await texts(path)).toHaveLength(many.length);
    expect(openFilesAt(path)).toEqual([]);
  }
});

test('two readings of one recording do not disturb each other', async () => {
  const recording = await openRecording(write(zstdCompressSync(manyText)));
  const [one, other] = [recording.batches(), recording.batches()];
  let count = 0;
  for (;;) {
    const [left, right] = await Promise.all([one.next(), other.next()]);
    expect(left.done).toBe(right.done);
    if (left.done === true || right.done === true) break;
    expect(left.value.bytes.equals(right.value.bytes)).toBe(true);
    count += left.value.count;
  }
  expect(count).toBe(many.length);
});
