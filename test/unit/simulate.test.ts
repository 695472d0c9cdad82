import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Io } from '../../electron/host/cli/io.ts';
import { simulate } from '../../electron/host/cli/simulate.ts';

let folder = '';
let scenario = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-simulate-'));
  cpSync(join(import.meta.dirname, '../golden/quiet-day'), folder, { recursive: true });
  scenario = join(folder, 'scenario.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function run(argv: string[], isTerminal = false): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const io: Io = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    isTerminal,
  };
  return { code: await simulate(argv, io), ...said };
}

test('it makes the same recording plain, with gzip and with zstd, and says what it made', async () => {
  const paths = ['rec.ndjson', 'rec.ndjson.gz', 'rec.ndjson.zst'].map((name) => join(folder, name));
  const [plain = '', gzip = '', zstd = ''] = paths;
  for (const path of paths) {
    expect(await run([scenario, '-o', path])).toEqual({
      code: 0,
      out: `${path}: 4,250 samples, 12m of quiet-day\n`,
      err: '',
    });
  }
  const bytes = readFileSync(plain);
  expect(gunzipSync(readFileSync(gzip)).equals(bytes)).toBe(true);
  expect(zstdDecompressSync(readFileSync(zstd)).equals(bytes)).toBe(true);
  expect(bytes.toString('utf8').split('\n')).toHaveLength(5545);
  expect(readdirSync(folder).toSorted()).toEqual(
    ['plan.yaml', 'rec.ndjson', 'rec.ndjson.gz', 'rec.ndjson.zst', 'scenario.yaml'].toSorted(),
  );
});

test('a call that cannot be meant ends with 2 and one sentence', async () => {
  const calls: [argv: string[], sentence: string][] = [
    [[], 'Name the scenario to simulate.'],
    [[scenario], 'Say with -o where the recording goes.'],
    [[scenario, 'other.yaml', '-o', 'x.ndjson'], 'Name one scenario only.'],
    [[scenario, '-o', ''], 'Say with -o where the recording goes.'],
  ];
  for (const [argv, sentence] of calls) {
    expect(await run(argv)).toEqual({
      code: 2,
      out: '',
      err: `${sentence} Call it as: holdpoint simulate <scenario> -o <recording.ndjson.zst>\n`,
    });
  }
  const unknown = await run([scenario, '--speed', '60']);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('--speed');
  expect(await run(['--help'])).toMatchObject({ code: 0, err: '' });
});

test('a scenario that is wrong ends with 1, its place and the remedy, and leaves no file', async () => {
  const output = join(folder, 'rec.ndjson');
  const text = readFileSync(scenario, 'utf8');
  writeFileSync(scenario, text.replace('seed: 1', 'sead: 1'));
  expect(await run([scenario, '-o', output])).toEqual({
    code: 1,
    out: '',
    err: `error ${scenario}:5:1 sead: found sead; write seed.\n`,
  });
  writeFileSync(scenario, text.replace('[commander], says', '[comander], says'));
  const unknownRole = await run([scenario, '-o', output]);
  expect(unknownRole.code).toBe(1);
  expect(unknownRole.err).toBe(
    `error ${scenario}:24:47 injects[0].to[0]: found comander; write commander, or name another: a role of the plan.\n`,
  );
  writeFileSync(scenario, '');
  expect((await run([scenario, '-o', output])).err).toBe(
    `error ${scenario}:1:1 is empty; begin with format: holdpoint/scenario@1.\n`,
  );
  writeFileSync(scenario, text);
  writeFileSync(join(folder, 'plan.yaml'), 'format: holdpoint/plan@2\n');
  expect((await run([scenario, '-o', output])).code).toBe(1);
  expect(existsSync(output)).toBe(false);
});

test('what cannot be read or written ends with 3 and one sentence, and harms nothing', async () => {
  const missing = join(folder, 'none.yaml');
  expect(await run([missing, '-o', join(folder, 'rec.ndjson')])).toEqual({
    code: 3,
    out: '',
    err: `${missing} does not exist: check its name.\n`,
  });
  const directory = join(folder, 'taken');
  mkdirSync(directory);
  expect(await run([scenario, '-o', directory])).toEqual({
    code: 3,
    out: '',
    err: `${directory} is not a file: name another place to write to.\n`,
  });
  const nowhere = join(folder, 'none', 'rec.ndjson');
  expect(await run([scenario, '-o', nowhere])).toEqual({
    code: 3,
    out: '',
    err: `${nowhere} could not be written (ENOENT): check the folder and the space.\n`,
  });
});

test('an interrupt leaves neither half a recording nor a changed one', async () => {
  const day = join(import.meta.dirname, '../../data/shopnow-one-click/scenario.yaml');
  const output = join(folder, 'rec.ndjson.zst');
  writeFileSync(output, 'as it was');
  const listeners = process.listenerCount('SIGINT');
  const running = run([day, '-o', output]);
  while (!existsSync(`${output}.part`)) await sleep(1);
  // What the terminal's Ctrl-C does, for the command alone.
  process.listeners('SIGINT').at(-1)?.('SIGINT');
  expect(await running).toEqual({
    code: 3,
    out: '',
    err: `Interrupted: ${output} was not made. Call it again to make it.\n`,
  });
  expect(readFileSync(output, 'utf8')).toBe('as it was');
  expect(existsSync(`${output}.part`)).toBe(false);
  expect(process.listenerCount('SIGINT')).toBe(listeners);
});

test('progress is for terminals and for work of more than a second', async () => {
  const quick = await run([scenario, '-o', join(folder, 'rec.ndjson')], true);
  expect(quick.err).toBe('');
});
