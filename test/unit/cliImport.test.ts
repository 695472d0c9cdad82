import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { JudgementDocument } from '../help/judgementDocument.ts';
import { oracleFile } from '../help/judgementDocument.ts';
import { callHoldpoint, runHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const disorder = oracleFile('disorder', 'recording.ndjson');
const t0Ms = 1774879200000;

interface Line {
  readonly t?: number;
  readonly arrived?: number;
  readonly seq?: number;
  readonly value?: number;
  readonly kind?: string;
}

/** A second sample a line, sequence and value as given. */
function line({ t = t0Ms, seq = 0, value = 1, kind = 'count', arrived }: Line): string {
  const own = kind === 'mark' ? { kind } : { kind, seq, metric: 'orders', labels: {}, value };
  return JSON.stringify({ t, ...(arrived === undefined ? {} : { arrived }), source: 'gw', ...own });
}

function file(name: string, lines: readonly string[]): string {
  const path = join(scratch, name);
  writeFileSync(path, lines.map((one) => `${one}\n`).join(''));
  return path;
}

test('the summary comes first, then the good lines are written as they stood', async () => {
  const output = join(scratch, 'good.ndjson.zst');
  const { exitCode, stdout, stderr } = await runHoldpoint(['import', disorder, '-o', output]);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.split('\n')).toEqual([
    `${disorder}: 1,217 lines, 1,158 accepted (22 late), 39 duplicates, 12 conflicts, 8 set aside`,
    expect.stringMatching(
      /^ {2}12 lines conflict \(lines 101, 191, 199, …\): Number 99 of its source came before with other content\. \[.*\]$/,
    ),
    expect.stringMatching(/^ {2}8 lines future \(lines 458, 508, 646, …\): /),
    'from 2026-03-30T14:00:00Z to 2026-03-30T14:09:59Z (10m), 1,158 samples, 1.93 a second, 0 marks',
    '35 gaps, 35 numbers missing',
    '1 source: gw (1,158)',
    '  count  checkout.requests  2 series  1,158 samples',
    `${output}: 1,158 lines written, 59 lines left out`,
    '',
  ]);
  const written = zstdDecompressSync(readFileSync(output)).toString().trimEnd().split('\n');
  const original = readFileSync(disorder, 'utf8').split('\n');
  expect(written.length).toBe(1158);
  let from = 0;
  for (const one of written) {
    const place = original.indexOf(one, from);
    expect(place).toBeGreaterThanOrEqual(from);
    from = place + 1;
  }
  const judged = await callHoldpoint([
    'judge',
    '--plan',
    oracleFile('disorder', 'plan.json'),
    '--recording',
    output,
    '--json',
  ]);
  const { recording } = JSON.parse(judged.stdout) as JudgementDocument;
  expect(recording).toMatchObject({ lines: 1158, accepted: 1158, duplicates: 0, conflicts: 0, quarantined: 0 });
});

test('what is asked of gzip is read, and what is written as .ndjson is plain', async () => {
  const packed = join(scratch, 'packed.ndjson.gz');
  writeFileSync(packed, gzipSync(readFileSync(disorder)));
  const output = join(scratch, 'plain.ndjson');
  expect((await callHoldpoint(['import', packed, '--as', 'holdpoint', '-o', output])).exitCode).toBe(0);
  const again = join(scratch, 'again.ndjson.gz');
  expect((await callHoldpoint(['import', output, '-o', again, '--yes'])).stdout).toContain('1,158 lines written\n');
  expect(readFileSync(output, 'utf8').startsWith('{"')).toBe(true);
});

test('what is there already is written over only when that is asked for', async () => {
  const output = join(scratch, 'taken.ndjson');
  writeFileSync(output, 'as it was');
  expect(await callHoldpoint(['import', disorder, '-o', output])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `${output} is there already: name another file, or write over it with --force.\n`,
  });
  expect(readFileSync(output, 'utf8')).toBe('as it was');
  // A summary alone writes nothing, so nothing is in its way.
  expect((await callHoldpoint(['import', disorder, '-o', output, '--dry-run'])).exitCode).toBe(0);
  expect(readFileSync(output, 'utf8')).toBe('as it was');
  expect((await callHoldpoint(['import', disorder, '-o', output, '--force'])).exitCode).toBe(0);
  expect(readFileSync(output, 'utf8').split('\n')).toHaveLength(1159);
});

test('--dry-run writes nothing', async () => {
  const output = join(scratch, 'dry.ndjson');
  const { exitCode, stdout } = await callHoldpoint(['import', disorder, '--dry-run', '-o', output]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('35 gaps');
  expect(stdout).not.toContain('written');
  expect(existsSync(output)).toBe(false);
});

/** An hour ahead: one line is not believed, two are. */
const ahead = t0Ms + 3_600_000;

test.each([
  ['a lone line far ahead is left out', [{ seq: 1 }, { seq: 2, t: ahead }, { seq: 3 }], [1, 3]],
  ['a break in the recording is kept', [{ seq: 1 }, { seq: 2, t: ahead }, { seq: 3, t: ahead }], [1, 2, 3]],
  [
    'of a line that came twice after a break, the first',
    [{ seq: 1 }, { seq: 2, t: ahead }, { seq: 2, t: ahead }],
    [1, 2],
  ],
  ['a duplicate that announces a break', [{ seq: 1 }, { seq: 1, arrived: ahead }, { seq: 2, t: ahead }], [1, 2]],
  ['a line far ahead at the very end is left out', [{ seq: 1 }, { seq: 2 }, { seq: 3, t: ahead }], [1, 2]],
] satisfies [string, Line[], number[]][])('%s', async (name, lines, kept) => {
  const input = file(`${kept.join('-')}-${lines.length}-${name.length}.ndjson`, lines.map(line));
  const output = `${input}.out`;
  const { exitCode, stdout } = await callHoldpoint(['import', input, '-o', output]);
  expect(exitCode).toBe(0);
  const written = readFileSync(output, 'utf8').trimEnd().split('\n');
  expect(written.map((one) => (JSON.parse(one) as Line).seq)).toEqual(kept);
  const left = lines.length - kept.length;
  expect(
    stdout.endsWith(`${output}: ${kept.length} lines written${left === 0 ? '' : `, ${left} line left out`}\n`),
  ).toBe(true);
});

test('marks and events are told apart from samples', async () => {
  const event = JSON.stringify({ t: t0Ms + 500, source: 'cd', kind: 'event', type: 'deploy.finished', labels: {} });
  const input = file('mixed.ndjson', [
    line({ seq: 1 }),
    line({ kind: 'mark' }),
    event,
    line({ seq: 2, t: t0Ms + 1000 }),
  ]);
  const { stdout } = await callHoldpoint(['import', input, '--dry-run']);
  expect(stdout).toContain('(2s), 3 samples, 1.5 a second, 1 mark\n');
  expect(stdout).toContain('2 sources: gw (3), cd (1)\n');
  expect(stdout).toMatch(/ {2}count +orders +1 series +2 samples\n {2}event +deploy\.finished +1 event\n/);
});

const usage =
  'Call it as: holdpoint import <file> [more files...] [--as csv] [--map m.yaml] [--zone Europe/Berlin] [--offset file=+1h]... -o <recording.ndjson.zst> [--dry-run] [--yes] [--force] [--json]';

test.each([
  [[], `Name the file to import. ${usage}`],
  [['x'], `Say with -o where the recording goes, or ask with --dry-run for the summary alone. ${usage}`],
  [['x', '--as', 'cvs', '-o', 'y'], `There is no format 'cvs': did you mean csv? ${usage}`],
  [['x', '--as', 'prometheus', '--map', 'm.yaml', '-o', 'y'], `--map is for tables (csv): leave it out. ${usage}`],
  [
    ['x', '--offset', 'x=1h', '-o', 'y'],
    `--offset x=1h cannot be read: write a file and what to add, such as gw.csv=+1h. ${usage}`,
  ],
  [
    ['x', '--offset', 'z=+1h', '-o', 'y'],
    `--offset speaks of z, which is not imported: write the file as it stands in the call. ${usage}`,
  ],
  [['x', '--offset', 'x=+1h', '--offset', 'x=-1h', '-o', 'y'], `--offset is given twice for x: give it once. ${usage}`],
  [[disorder, '-o', disorder], `${disorder} is the file that is imported: name another place to write to.`],
] satisfies [string[], string][])('a wrong call is refused in words: %j', async (argv, sentence) => {
  expect(await callHoldpoint(['import', ...argv])).toEqual({ exitCode: 2, stdout: '', stderr: `${sentence}\n` });
});

test('a file that is mostly bad is not imported', async () => {
  const input = file('bad.ndjson', ['nonsense', 'nonsense', line({ seq: 1 })]);
  const output = join(scratch, 'never.ndjson');
  const { exitCode, stdout, stderr } = await callHoldpoint(['import', input, '-o', output]);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toContain('2 of 3 lines were set aside, which is more than half, so reading stopped');
  expect(existsSync(output)).toBe(false);
  const long = file(
    'long.ndjson',
    Array.from({ length: 1500 }, () => 'nonsense'),
  );
  expect((await callHoldpoint(['import', long, '-o', output])).stderr).toMatch(
    /: (1,\d{3}) of \1 lines were set aside, which is more than half/,
  );
});

test('a place where nothing can be written is said in words, and nothing is left there', async () => {
  const { exitCode, stderr } = await callHoldpoint(['import', disorder, '-o', join(scratch, 'nowhere', 'x.ndjson')]);
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^\S+x\.ndjson could not be written \(ENOENT\): check the folder and the space\.\n$/);
  expect(readdirSync(scratch).filter((name) => name.endsWith('.part'))).toEqual([]);
});
