import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { constants, gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { tellRecording, type Told, type ToldAlone } from '../help/tellRecording.ts';

// Files that are no recording, or not a whole one: each refused in words, what came before the trouble kept.

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

function write(name: string, content: string | Buffer): string {
  writeFileSync(at(name), content);
  return at(name);
}

/** What was said, with the folder left out. */
function said(told: Told): unknown {
  const { decoded, badCount, error } = told;
  if (error === undefined) return { decoded, badCount };
  return { decoded, badCount, code: error.code, line: error.line, message: error.message.replaceAll(`${folder}/`, '') };
}

const mark = '{"t":1774879200000,"source":"gw-1","kind":"mark"}';
const give = 'give the path of a recording (.ndjson, .ndjson.gz or .ndjson.zst).';
const nothing = { decoded: 0, badCount: 0, line: 0 };
const lineCount = 20_000;
const lines = Array.from(
  { length: lineCount },
  (_, place) =>
    `{"t":1774879200000,"source":"gw-1","seq":${place},"kind":"gauge","metric":"m","labels":{},"value":${(place * 7919) % 10_007}}`,
);
const text = Buffer.from(`${lines.join('\n')}\n`);

/** How many whole lines there are in so many bytes. */
const linesIn = (bytes: number): number => text.subarray(0, bytes).toString().split('\n').length - 1;

test('nothing there', async () => {
  expect(said(await tellRecording(at('none')))).toEqual({
    ...nothing,
    code: 'missing',
    message: 'There is no file none: check the path.',
  });
  const path = join(write('file', mark), 'below');
  expect(said(await tellRecording(path))).toEqual({
    ...nothing,
    code: 'missing',
    message: 'There is no file file/below: check the path.',
  });
  symlinkSync(at('loop'), at('loop'));
  expect(said(await tellRecording(at('loop')))).toEqual({
    ...nothing,
    code: 'missing',
    message: 'loop leads nowhere: check the path.',
  });
});

test('a directory, a device, a socket, and a pipe that nobody writes to', async () => {
  mkdirSync(at('rec.ndjson'));
  expect(said(await tellRecording(at('rec.ndjson')))).toEqual({
    ...nothing,
    code: 'not_a_file',
    message: `rec.ndjson is a directory: ${give}`,
  });
  expect(said(await tellRecording('/dev/zero'))).toEqual({
    ...nothing,
    code: 'not_a_file',
    message: `/dev/zero is a device: ${give}`,
  });
  execFileSync('mkfifo', [at('pipe.ndjson')]);
  expect(said(await tellRecording(at('pipe.ndjson')))).toEqual({
    ...nothing,
    code: 'not_a_file',
    message: `pipe.ndjson is a pipe: ${give}`,
  });
  const server = createServer().listen(at('socket'));
  await once(server, 'listening');
  expect(said(await tellRecording(at('socket')))).toEqual({
    ...nothing,
    code: 'not_a_file',
    message: `socket is a socket: ${give}`,
  });
  server.close();
});

const tell = join(import.meta.dirname, '../help/tellRecording.ts');
const isRoot = process.getuid?.() === 0;
const asNobody = isRoot ? { uid: 65_534, gid: 65_534 } : {};
const nobodyCanRun = spawnSync(process.execPath, [tell, '/dev/null'], asNobody).status === 0;

test.runIf(nobodyCanRun)('a file that may not be read', () => {
  const path = write('secret.ndjson', mark);
  execFileSync('chmod', ['000', path]);
  execFileSync('chmod', ['755', folder]);
  const { told }: ToldAlone = JSON.parse(spawnSync(process.execPath, [tell, path], asNobody).stdout.toString());
  expect(told.map(said)).toEqual([
    {
      ...nothing,
      code: 'no_permission',
      message: 'secret.ndjson may not be read: ask for read permission on it.',
    },
  ]);
});

test.each<[string, string | Buffer, string]>([
  ['zip', Buffer.from('504b0304140000', 'hex'), 'a zip archive: unpack it and give NDJSON, plain or as .gz or .zst'],
  ['sqlite', 'SQLite format 3\0 and pages', 'an SQLite database: if it is a session, open it as one'],
  ['png', Buffer.from('89504e470d0a1a0a', 'hex'), 'a PNG picture: give NDJSON, plain or as .gz or .zst'],
  ['utf16le', Buffer.from(`\ufeff${mark}`, 'utf16le'), 'UTF-16 text: write it as UTF-8'],
  ['utf16be', Buffer.from(`\ufeff${mark}`, 'utf16le').swap16(), 'UTF-16 text: write it as UTF-8'],
  ['utf16 without a mark', Buffer.from(mark, 'utf16le'), 'UTF-16 text: write it as UTF-8'],
  ['utf32', Buffer.from('fffe00007b000000', 'hex'), 'UTF-32 text: write it as UTF-8'],
  ['tar', `${'x'.repeat(257)}ustar`, 'a tar archive: unpack it and give NDJSON, plain or as .gz or .zst'],
  ['xz', Buffer.from('fd377a585a00', 'hex'), 'xz: unpack it and give NDJSON, plain or as .gz or .zst'],
  ['pdf', '%PDF-1.7', 'a PDF document: give NDJSON, plain or as .gz or .zst'],
  ['parquet', 'PAR1', 'a Parquet file: export it as NDJSON'],
  ['login page', '<!DOCTYPE html><title>Sign in</title>', 'a web page: download the file itself'],
  ['program', Buffer.from('7f454c460201', 'hex'), 'a program: give NDJSON, plain or as .gz or .zst'],
])('something else: %s', async (name, content, words) => {
  for (const [ending, packed] of [
    ['', content],
    ['.gz', gzipSync(content)],
    ['.zst', zstdCompressSync(content)],
  ] as const) {
    const message = `${name}${ending} looks like ${words}.`;
    expect(said(await tellRecording(write(`${name}${ending}`, packed)))).toEqual({
      ...nothing,
      code: 'not_telemetry',
      message,
    });
  }
});

test('packed twice', async () => {
  const twice = write('twice.gz', gzipSync(gzipSync(mark)));
  const message = 'twice.gz looks like gzip inside a compressed file: unpack it once.';
  expect(said(await tellRecording(twice))).toEqual({ ...nothing, code: 'not_telemetry', message });
});

test('empty, or nothing but ends of lines', async () => {
  const told = { ...nothing, code: 'empty' };
  const advice = 'check that the recording was finished.';
  expect(said(await tellRecording(write('empty', '')))).toEqual({ ...told, message: `empty is empty: ${advice}` });
  for (const content of [
    '\n',
    '\n'.repeat(3_000_000),
    '\r\n\r\n',
    '\ufeff',
    '\ufeff\n',
    gzipSync(''),
    zstdCompressSync('\n\n'),
  ]) {
    expect(said(await tellRecording(write('newlines', content)))).toEqual({
      ...told,
      line: expect.any(Number),
      message: `newlines holds no line: ${advice}`,
    });
  }
});

test('a gzip or zstd file that breaks off gives what was in it', async () => {
  const packings = [
    gzipSync(text),
    zstdCompressSync(text),
    zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
  ];
  for (const [which, packed] of packings.entries()) {
    for (const cut of [packed.length >> 1, packed.length - 1]) {
      const told = await tellRecording(write(`cut${which}`, packed.subarray(0, cut)));
      const line = told.error?.line ?? 0;
      expect(said(told)).toEqual({
        decoded: line,
        badCount: 0,
        code: 'truncated',
        line,
        message: `cut${which} breaks off after line ${line}: copy the recording again.`,
      });
      expect(line).toBeGreaterThan(cut === packed.length - 1 ? lineCount / 2 : lineCount / 4);
    }
    const told = await tellRecording(write(`cut${which}`, packed.subarray(0, 6)));
    expect(said(told)).toEqual({
      ...nothing,
      code: 'truncated',
      message: `cut${which} breaks off: copy the recording again.`,
    });
  }
});

test('a slow reader too gets all that was in a file that breaks off', async () => {
  const packed = gzipSync(text);
  for (let left = 10_000; left < packed.length / 2; left += 10_000) {
    const cut = packed.subarray(0, packed.length - left);
    const inside = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).toString().split('\n').length - 1;
    const recording = await openRecording(write('slow', cut));
    let count = 0;
    const reading = async (): Promise<void> => {
      for await (const batch of recording.batches()) {
        await setTimeout(10);
        count += batch.count;
      }
    };
    await expect(reading()).rejects.toMatchObject({ code: 'truncated', line: inside });
    expect(count).toBe(inside);
  }
});

test('a second frame that breaks off is not passed over', async () => {
  const [one, other] = [zstdCompressSync(text.subarray(0, 1_000_000)), zstdCompressSync(text.subarray(1_000_000))];
  const told = await tellRecording(write('frames', Buffer.concat([one, other.subarray(0, 9)])));
  const line = linesIn(1_000_000);
  expect(said(told)).toEqual({
    decoded: line,
    badCount: 0,
    code: 'truncated',
    line,
    message: `frames breaks off after line ${line}: copy the recording again.`,
  });
});

test.each<[string, Buffer]>([
  ['gzip', Buffer.concat([gzipSync(text), Buffer.from('and more')])],
  ['zstd', Buffer.concat([zstdCompressSync(text), Buffer.from('and more')])],
])('%s with something else behind it', async (name, content) => {
  const told = await tellRecording(write(`${name}-tail`, content));
  const line = told.error?.line ?? 0;
  expect(said(told)).toEqual({
    decoded: line,
    badCount: 0,
    code: 'corrupt',
    line,
    message: expect.stringMatching(
      /^(gzip-tail is damaged|zstd-tail holds something that is not zstd) after line \d+: copy the recording again\.$/,
    ),
  });
  expect(line).toBeGreaterThan(lineCount / 2);
});

test.each<[string, Buffer]>([
  ['gzip', gzipSync(text)],
  ['zstd', zstdCompressSync(text, { params: { [constants.ZSTD_c_checksumFlag]: 1 } })],
])('%s with a bit flipped', async (name, packed) => {
  const flipped = Buffer.from(packed);
  const middle = packed.length >> 1;
  flipped[middle] = (flipped[middle] ?? 0) ^ 0x10;
  const { decoded, badCount, error } = await tellRecording(write(`${name}-flipped`, flipped));
  expect(error?.code).toBe('corrupt');
  expect(error?.message).toMatch(/-flipped is damaged after line \d+: copy the recording again\.$/);
  expect(error?.line).toBe(decoded + badCount);
  expect(decoded).toBeGreaterThan(0);
});

test('gzip filled up with zeros, as tape and some tools do, is whole', async () => {
  const told = await tellRecording(write('padded', Buffer.concat([gzipSync(text), Buffer.alloc(512)])));
  expect(said(told)).toEqual({ decoded: lineCount, badCount: 0 });
});

test.each(['plain', 'gzip'])('a %s file that shrinks while it is read', async (name) => {
  const content = name === 'plain' ? text : gzipSync(Buffer.concat(Array.from({ length: 8 }, () => text)));
  const path = write(`shrinks-${name}`, content);
  const recording = await openRecording(path);
  let count = 0;
  const reading = async (): Promise<void> => {
    for await (const batch of recording.batches()) {
      if (count === 0) truncateSync(path, content.length >> 1);
      count += batch.count;
    }
  };
  await expect(reading()).rejects.toMatchObject({
    code: 'shrank',
    message: expect.stringMatching(
      /shrinks-\w+ became shorter while it was read after line \d+: read it again when it rests\.$/,
    ),
  });
  expect(count).toBeGreaterThan(0);
});

test('a recording that is shorter than what was read of it before', async () => {
  for (const content of [text, gzipSync(text)]) {
    const recording = await openRecording(write('shorter', content));
    const reading = recording.batches({ fromByte: text.length + 1, fromLine: 9 }).next();
    await expect(reading).rejects.toMatchObject({
      line: 8,
      message: expect.stringMatching(/shorter .*after line 8: /),
    });
  }
});
