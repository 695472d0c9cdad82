import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { differences, type JudgementDocument, oracleCases, oracleFile } from '../help/judgementDocument.ts';
import { callHoldpoint, ended, runHoldpoint, scratchFolder, startHoldpoint } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();

function judging(name: (typeof oracleCases)[number], ...more: string[]): string[] {
  return [
    'judge',
    '--plan',
    oracleFile(name, 'plan.json'),
    '--recording',
    oracleFile(name, 'recording.ndjson'),
    ...more,
  ];
}

async function judge(name: (typeof oracleCases)[number], ...more: string[]): Promise<JudgementDocument> {
  const { exitCode, stdout, stderr } = await callHoldpoint(judging(name, '--json', ...more));
  expect([exitCode, stderr]).toEqual([0, '']);
  return JSON.parse(stdout) as JudgementDocument;
}

test.each(oracleCases)('%s: the document says what an independent reading of the rules says', async (name) => {
  const { exitCode, stdout, stderr } = await runHoldpoint(judging(name, '--json'));
  expect([exitCode, stderr]).toEqual([0, '']);
  const document = JSON.parse(stdout) as JudgementDocument;
  const expected = JSON.parse(readFileSync(oracleFile(name, 'expected.json'), 'utf8')) as JudgementDocument;
  expect(differences(expected, document)).toEqual([]);
});

test('the document has the fields of the format, in its order', async () => {
  const document = await judge('cells', '--at', 'T+5m');
  expect(Object.keys(document)).toEqual([
    'format',
    'plan',
    'recording',
    'ticks',
    'unjudged',
    'transitions',
    'at',
    'digest',
  ]);
  expect(document.format).toBe('holdpoint/judgement@1');
  const text = readFileSync(oracleFile('cells', 'plan.json'));
  expect(document.plan).toEqual({ id: 'case', digest: `sha256:${createHash('sha256').update(text).digest('hex')}` });
  expect(Object.keys(document.recording)).toEqual([
    'lines',
    'accepted',
    'duplicates',
    'conflicts',
    'late',
    'tooLate',
    'quarantined',
    'gaps',
  ]);
  expect(Object.keys(document.transitions.find(({ kind }) => kind === 'trigger') ?? {})).toEqual([
    'at',
    'kind',
    'id',
    'cell',
    'from',
    'to',
    'value',
    'n',
    'why',
  ]);
  expect(document.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('--at shows the state after the tick at or before each instant, in ISO or against T-0', async () => {
  const t0Ms = 1774879200000;
  const instants = ['2026-03-30T14:05:00.900Z', 'T+8m49s', 'T-1h', 'T+1d'].flatMap((instant) => ['--at', instant]);
  const { exitCode, stdout, stderr } = await callHoldpoint(judging('cells', '--json', ...instants));
  expect([exitCode, stderr]).toEqual([
    0,
    '--at 2026-03-30T13:00:00Z (T-1h) lies before the first judged second, 2026-03-30T14:00:01Z (T+1s): there is no state to show.\n',
  ]);
  const document = JSON.parse(stdout) as JudgementDocument;
  expect(document.at.map(({ at, call }) => [at, call])).toEqual([
    [t0Ms + 300_000, 'ROLLBACK'],
    [t0Ms + 529_000, 'ROLLBACK'],
    [document.ticks.last * 1000, 'HOLD'],
  ]);
  for (const key of ['reasons', 'indicators', 'slos', 'triggers', 'criteria'])
    expect(document.at[0]).toHaveProperty(key);
});

test('the same recording as .gz and .zst is judged the same', async () => {
  const bytes = readFileSync(oracleFile('disorder', 'recording.ndjson'));
  writeFileSync(join(scratch, 'd.ndjson.gz'), gzipSync(bytes));
  writeFileSync(join(scratch, 'd.ndjson.zst'), zstdCompressSync(bytes));
  const plain = await callHoldpoint(judging('disorder', '--json'));
  for (const file of ['d.ndjson.gz', 'd.ndjson.zst']) {
    const packed = await callHoldpoint([
      'judge',
      '--plan',
      oracleFile('disorder', 'plan.json'),
      '--recording',
      join(scratch, file),
      '--json',
    ]);
    expect(packed).toEqual(plain);
  }
});

describe('--set', () => {
  test('the document has both judgements, each as it would be alone', async () => {
    const set = ['RB-8.over=8%', 'LCC-1.for=5m'];
    const both = await judge('cells', '--set', 'RB-8.over=8%', '--set', 'LCC-1.for=5m');
    const alone = await judge('cells');
    expect(Object.keys(both)).toEqual([...Object.keys(alone), 'set', 'original']);
    expect(both.set).toEqual(set);
    expect(both.original).toEqual({ transitions: alone.transitions, digest: alone.digest });
    expect(both.plan).toEqual(alone.plan);

    const plan = JSON.parse(readFileSync(oracleFile('cells', 'plan.json'), 'utf8')) as {
      triggers: { 'RB-8': { when: { over: string } } };
      criteria: { 'LCC-1': { for: string } };
    };
    plan.triggers['RB-8'].when.over = '8%';
    plan.criteria['LCC-1'].for = '5m';
    const written = join(scratch, 'written.json');
    writeFileSync(written, JSON.stringify(plan));
    const { stdout } = await callHoldpoint([
      'judge',
      '--plan',
      written,
      '--recording',
      oracleFile('cells', 'recording.ndjson'),
      '--json',
    ]);
    const asWritten = JSON.parse(stdout) as JudgementDocument;
    expect(both.transitions).toEqual(asWritten.transitions);
    expect(both.digest).toBe(asWritten.digest);
    expect(both.digest).not.toBe(alone.digest);
  });

  test('a longer window reads late samples as a plan with that window would', async () => {
    const both = await judge('disorder', '--set', `${await firstRule('disorder')}.window=2h`);
    const alone = await judge('disorder');
    expect(both.original).toEqual({ transitions: alone.transitions, digest: alone.digest });
  });

  test('the account puts both side by side', async () => {
    const { stdout, stderr, exitCode } = await callHoldpoint(judging('burn-15-percent', '--set', 'POINT.factor=5'));
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain(
      'With POINT.factor=5 (14.4 in the plan; a number of checkout.fast, for every rule on it)\n',
    );
    expect(stdout).toMatch(
      /POINT fires +2026-03-30T15:05:46Z T\+1h5m46s +2026-03-30T15:02:01Z T\+1h2m1s +3m45s earlier\n/,
    );
    const never = await callHoldpoint(judging('burn-15-percent', '--set', 'checkout.fast.factor=500'));
    expect(never.stdout).toMatch(/POINT fires +2026-03-30T15:05:46Z T\+1h5m46s +never +no more\n/);
    const same = await callHoldpoint(judging('burn-15-percent', '--set', 'POINT.factor=14.4'));
    expect(same.stdout).toContain('Every rule and the call come to the same states at the same seconds.\n');
  });

  test.each([
    ['RB-22.for=1m', '--set: The plan has no rule RB-22: did you mean RB-2?'],
    [
      'RB-8.ovr=3',
      '--set: RB-8 has no ovr: did you mean over? It has over, window, for, clear.for, clear.under, confidence.',
    ],
    ['RB-8.for=3', "--set: RB-8.for cannot be '3': write a duration such as 30s or 5m, with its unit."],
    ['RB-8', '--set: RB-8 sets nothing: write RULE.FIELD=VALUE, such as RB-2.over=300.'],
  ])('%s is refused in words', async (assignment, sentence) => {
    expect(await callHoldpoint(judging('cells', '--json', '--set', assignment))).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `${sentence}\n`,
    });
  });
});

async function firstRule(name: (typeof oracleCases)[number]): Promise<string> {
  const { triggers } = JSON.parse(readFileSync(oracleFile(name, 'plan.json'), 'utf8')) as {
    triggers: Record<string, { when: Record<string, unknown> }>;
  };
  return Object.entries(triggers).find(([, { when }]) => 'window' in when)?.[0] ?? '';
}

test('the account says what was read, what changed, and how it ended', async () => {
  const { exitCode, stdout, stderr } = await callHoldpoint(judging('disorder', '--at', 'T+5m', '--at', 'T-2h'));
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^--at 2026-03-30T12:00:00Z \(T-2h\) lies before the first judged second, [^\n]+\n$/);
  expect(stdout).toContain(
    '1,217 lines, 1,158 accepted (16 late, 6 too late), 39 duplicates, 12 conflicts, 8 set aside\n',
  );
  expect(stdout).toContain(
    '  12 lines conflict (lines 101, 191, 199, …): Number 99 of its source came before with other content.',
  );
  expect(stdout).toContain('35 gaps, 35 numbers missing\n');
  expect(stdout).toContain('14 transitions\n');
  expect(stdout).toContain('At 2026-03-30T14:05:00Z (T+5m): ');
  expect(stdout).toContain('At 2026-03-30T12:00:00Z (T-2h) nothing had been judged yet.\n');
  expect(stdout).toMatch(/\nCall at the end, 2026-03-30T14:12:24Z \(T\+12m24s\): HOLD · the launch\n {2}LCC-1 .*\n/);
  expect(stdout).not.toMatch(/\u001b/);
});

describe('what cannot be judged', () => {
  const recording = oracleFile('cells', 'recording.ndjson');
  const plan = oracleFile('cells', 'plan.json');
  const file = (name: string, text: string | Buffer): string => {
    const path = join(scratch, name);
    writeFileSync(path, text);
    return path;
  };
  const brokenPlan = file('broken.yaml', readFileSync(plan, 'utf8').replace('"slo": "checkout"', '"slo": "chekout"'));
  const halfPlan = file('half.yaml', 'format: holdpoint/plan@1\n');
  const noise = file('noise.ndjson', 'not telemetry\n'.repeat(3));
  const empty = file('empty.ndjson', '');
  const cut = file('cut.ndjson.zst', zstdCompressSync(readFileSync(recording)).subarray(0, 5000));
  const missing = join(scratch, 'missing');

  test.each([
    ['a plan that is not there', [missing, recording], 3, `${missing} does not exist: check its name.`],
    ['a plan that is a folder', [scratch, recording], 3, `${scratch} is a folder: name a file.`],
    ['a recording that is not there', [plan, missing], 3, `There is no file ${missing}: check the path.`],
    ['an empty recording', [plan, empty], 1, `${empty} is empty: check that the recording was finished.`],
    [
      'a recording of something else',
      [plan, noise],
      1,
      `${noise}: 3 of 3 lines were set aside, which is more than half, so reading stopped; check that the file is holdpoint/telemetry@1, one sample a line.`,
    ],
  ] as const)('%s', async (_what, [planPath, recordingPath], exitCode, sentence) => {
    const argv = ['judge', '--plan', planPath, '--recording', recordingPath, '--json'];
    expect(await callHoldpoint(argv)).toEqual({ exitCode, stdout: '', stderr: `${sentence}\n` });
  });

  test('the exit codes are those of the process', async () => {
    const codes = [
      ['--plan', plan, '--recording', recording, '--json'],
      ['--plan', plan, '--recording', empty],
      ['--plan', plan, '--recording', recording, '--at', 'noon'],
      ['--plan', missing, '--recording', recording],
    ].map(async (argv) => (await runHoldpoint(['judge', ...argv])).exitCode);
    expect(await Promise.all(codes)).toEqual([0, 1, 2, 3]);
  });

  test('a recording that was cut off', async () => {
    const { exitCode, stdout, stderr } = await callHoldpoint(['judge', '--plan', plan, '--recording', cut, '--json']);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^\S+cut\.ndjson\.zst [^\n]*: copy the recording again\.\n$/);
  });

  test.each([brokenPlan, halfPlan])('a plan with errors is refused with each of them', async (path) => {
    const { exitCode, stdout, stderr } = await callHoldpoint([
      'judge',
      '--plan',
      path,
      '--recording',
      recording,
      '--json',
    ]);
    expect([exitCode, stdout]).toEqual([1, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.slice(0, -1).every((line) => line.startsWith(`error ${path}:`))).toBe(true);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.at(-1)).toContain(`mend it, then \`holdpoint lint ${path}\` says more.`);
  });

  test('an instant that is none', async () => {
    expect(await callHoldpoint(judging('cells', '--at', 'noon'))).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: '--at noon is no instant: write 2026-03-30T14:00:00Z, or T+30m against T-0.\n',
    });
  });
});

/** A document of a megabyte and more, which fits into no pipe. */
const many = Array.from({ length: 120 }, (_, step) => ['--at', `T+${(step + 1) * 5}s`]).flat();

test('a reader who has had enough is no error', async () => {
  const program = startHoldpoint(judging('cells', '--json', ...many));
  program.stdout.once('data', () => program.stdout.destroy());
  const { exitCode, stderr } = await ended(program);
  expect([exitCode, stderr]).toEqual([0, '']);
});

test('a slow reader gets the whole document', async () => {
  const program = startHoldpoint(judging('cells', '--json', ...many));
  const ending = ended(program);
  program.stdout.pause();
  await new Promise((resolve) => setTimeout(resolve, 1000));
  program.stdout.resume();
  const { exitCode, stdout } = await ending;
  expect(exitCode).toBe(0);
  expect((JSON.parse(stdout) as JudgementDocument).at.length).toBe(120);
});

test.runIf(existsSync('/dev/full'))('an output that cannot be written is said in words', async () => {
  const shell = startHoldpoint(judging('cells'), {
    preload:
      "import { openSync } from 'node:fs'; import { WriteStream } from 'node:fs'; Object.defineProperty(process, 'stdout', { value: new WriteStream('/dev/full') });",
  });
  const { exitCode, stderr } = await ended(shell);
  expect(stderr).toBe('Standard output could not be written (ENOSPC): check where it goes.\n');
  expect(exitCode).toBe(3);
});
