import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';

const wayIn = join(import.meta.dirname, '../../electron/host/cli/holdpoint.js');
let folder = '';
let scenario = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-simulate-'));
  cpSync(join(import.meta.dirname, '../golden/quiet-day'), folder, { recursive: true });
  scenario = join(folder, 'scenario.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Running {
  readonly ended: Promise<Ended>;
  readonly isOver: () => boolean;
  interrupt(): void;
}

function start(argv: string[]): Running {
  const child = spawn(process.execPath, [wayIn, 'simulate', ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text) => (said.out += String(text)));
  child.stderr.on('data', (text) => (said.err += String(text)));
  let isOver = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      isOver = true;
      resolve({ code, ...said });
    });
  });
  return { ended, isOver: () => isOver, interrupt: () => void child.kill('SIGINT') };
}

const run = (argv: string[]): Promise<Ended> => start(argv).ended;

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
    [[], 'Name the scenario.'],
    [[scenario], 'Say with -o where the recording goes.'],
    [[scenario, 'other.yaml', '-o', 'x.ndjson'], "'other.yaml' is one word too many."],
    [[scenario, '-o'], '-o needs a value: write it behind.'],
    [[scenario, '--ouput', 'x.ndjson'], 'There is no option --ouput: did you mean --output?'],
  ];
  for (const [argv, sentence] of calls) {
    expect(await run(argv)).toEqual({
      code: 2,
      out: '',
      err: `${sentence} Call it as: holdpoint simulate <scenario> -o <recording.ndjson.zst> [--force]\n`,
    });
  }
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
  expect(await run([day, '-o', output])).toEqual({
    code: 2,
    out: '',
    err: `${output} is there already: name another file, or write over it with --force.\n`,
  });
  const running = start([day, '-o', output, '--force']);
  // A child that ends before it writes says below what it said.
  while (!running.isOver() && !existsSync(`${output}.part`)) await sleep(1);
  running.interrupt();
  expect(await running.ended).toEqual({
    code: 3,
    out: '',
    err: `Interrupted: ${output} was not made. Call it again to make it.\n`,
  });
  expect(readFileSync(output, 'utf8')).toBe('as it was');
  expect(existsSync(`${output}.part`)).toBe(false);
});

test('what the plan reads and nothing sends is a warning', async () => {
  const text = readFileSync(scenario, 'utf8');
  writeFileSync(scenario, text.replace('metric: stock.left', 'metric: stock.rest'));
  const output = join(folder, 'rec.ndjson');
  expect(await run([scenario, '-o', output, '--force'])).toEqual({
    code: 0,
    out: `${output}: 4,250 samples, 12m of quiet-day\n`,
    err: `warning ${scenario}:9:3 traffic: sends no stock.left, which the plan's indicator stock reads; add it, or it will be "not seen".\n`,
  });
});
