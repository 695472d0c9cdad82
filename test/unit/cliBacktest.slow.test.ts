import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../electron/host/cli/main.ts';
import { plainPaint } from '../../electron/host/cli/paint.ts';
import { callHoldpoint, runHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const launch = join(import.meta.dirname, '../golden/cell-burn');
const plan = join(launch, 'plan.yaml');
const scenario = join(launch, 'scenario.yaml');
const recording = join(scratch, 'cell-burn.ndjson.zst');

beforeAll(async () => {
  const { exitCode, stderr } = await callHoldpoint(['simulate', scenario, '-o', recording]);
  expect([exitCode, stderr]).toEqual([0, '']);
});

function testing(...more: string[]): string[] {
  return ['backtest', '--plan', plan, '--recording', recording, ...more];
}

interface Document {
  readonly format: string;
  readonly sweep: readonly { readonly number: string; readonly own: string | null }[];
  readonly triggers: readonly string[];
  readonly points: readonly {
    readonly set: readonly string[];
    readonly values: readonly (string | null)[];
    readonly own: boolean;
    readonly refused: string | null;
    readonly expected: number;
    readonly found: number;
    readonly falseAlarms: number;
    readonly detect: { readonly median: number; readonly longest: number } | null;
    readonly answers: readonly { readonly trigger: string; readonly outcome: string; readonly detect: number | null }[];
    readonly alarms: readonly { readonly trigger: string; readonly during: string | null }[];
    readonly calls: readonly { readonly call: string; readonly outcome: string }[];
  }[];
  readonly says: readonly string[];
}

async function documentOf(...more: string[]): Promise<Document> {
  const { stdout, stderr } = await callHoldpoint(testing('--json', ...more));
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Document;
}

test('a plan is held against every right answer of the scenario beside it', async () => {
  const { exitCode, stdout, stderr } = await callHoldpoint(testing());
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`  right answers: ${scenario}\n`);
  expect(stdout).toContain(
    '  RB-3 fires            vault-spikes    found 28s after it began, 32s before its deadline\n',
  );
  expect(stdout).toContain('  the call is ROLLBACK  wallets-fail    found 23s after it began, and it stood at T+5m\n');
  expect(stdout).toContain(
    '4 of 4 firings and 2 of 2 calls found, no false alarm; triggers take 23s in the median and 1m27s at the longest\n',
  );
});

test('with --set both stand side by side, and what is missed or false makes it exit with 1', async () => {
  const { exitCode, stdout } = await callHoldpoint(testing('--set', 'RB-3.under=1%', '--set', 'RB-4.all[0].over=1'));
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/ the plan as it is +with RB-3\.under=1% RB-4\.all\[0\]\.over=1\n/);
  expect(stdout).toMatch(/RB-3 fires +vault-spikes +found 28s after .* missed: it had not fired by T\+1m30s\n/);
  expect(stdout).toMatch(/RB-4 fires +vault-fallback +found 6s after .* missed: it fired before that, since T-/);
  expect(stdout).toMatch(
    /False alarms, with RB-3\.under=1% .*\n {2}RB-4 .* for 13m30s\n {2}RB-4 .* for 1m19s, to the end\n/,
  );
  expect(stdout).toContain('\nAs it is: 4 of 4 firings');
  expect(stdout).toContain('\nWith the changes: 2 of 4 firings');
});

test('rules that no answer speaks of are counted too: silent, unseeing, or left to a session', async () => {
  const text = readFileSync(plan, 'utf8').replace(
    'criteria:\n',
    `  QUIET: { when: { indicator: vault-p99, window: 1m, over: 9000 }, arm: advise, does: { review: true } }
  UNSEEN: { when: { indicator: nothing, window: 1m, over: 1 }, arm: advise, does: { review: true } }
  PAPERS: { when: { not: { evidence: papers } }, arm: advise, does: { review: true } }
evidence: { papers: { says: Papers, owner: sre, kind: file } }
criteria:
`,
  );
  const more = join(scratch, 'more.yaml');
  writeFileSync(more, text.replace('slos:\n', '  nothing: { kind: gauge, gauge: { metric: nothing } }\nslos:\n'));
  const { stdout } = await callHoldpoint(['backtest', '--plan', more, '--recording', recording, '--expects', scenario]);
  expect(stdout).toContain('\nSilent, as no answer asks for them: QUIET\n');
  expect(stdout).toContain('\nSilent, and at the end nothing was known of what they look at: UNSEEN\n');
  expect(stdout).toContain('\nNot judged without a session: PAPERS\n');
});

describe('--sweep', () => {
  test('a curve as a table, the plan marked, and what it teaches', async () => {
    const { exitCode, stdout, stderr } = await callHoldpoint(testing('--sweep', 'RB-3.under=70%..100%:5%'));
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n').slice(5);
    expect(lines.map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'RB-3.under: RB-3 is judged, and no other rule',
      ' | to be found: RB-3 fires after T+30s and by T+1m30s (vault-spikes)',
      '',
      ' | RB-3.under | found | false alarms | lasting | time to detect',
      ' | 70% | 1 of 1 | 0 | 34s',
      ' | 75% | 1 of 1 | 0 | 31s',
      '> | 80% | 1 of 1 | 0 | 28s | the plan',
      ' | 85% | 1 of 1 | 0 | 24s',
      ' | 90% | 1 of 1 | 0 | 20s',
      ' | 95% | 1 of 1 | 0 | 17s',
      ' | 100% | 0 of 1 | 3 | 10m18s | - | fired before it began, RB-3 x2, RB-3 during wallets-fail',
      '',
      'With RB-3.under from 70% to 95%, what should be found is found, without a false alarm. The plan has 80%, with 2 steps of room below (the sweep ends there) and 3 steps of room above. It takes from 17s with 95% to 34s with 70%.',
      'This is fitted to one recording: on another day the same value may miss, or cry for nothing. Sweep other days too before the plan is changed.',
      '',
    ]);
  });

  test('one document and nothing else; each point says what --set says of it', async () => {
    const { format, sweep, triggers, points, says } = await documentOf('--sweep', 'RB-1.factor=2..30:14');
    expect(format).toBe('holdpoint/backtest@1');
    expect(sweep).toEqual([{ number: 'RB-1.factor', own: '3.6' }]);
    expect(triggers).toEqual(['RB-1']);
    expect(points.map(({ values, own }) => [...values, own])).toEqual([
      ['2', false],
      ['3.6', true],
      ['16', false],
      ['30', false],
    ]);
    expect(says).toHaveLength(2);
    for (const { set, answers, calls } of points) {
      const alone = await documentOf(...set.flatMap((one) => ['--set', one]));
      expect(answers).toEqual(alone.points.at(-1)?.answers.filter(({ trigger }) => trigger === 'RB-1'));
      expect(calls).toEqual([]);
    }
  });

  test('several sweeps are combined', async () => {
    const { points, triggers } = await documentOf(
      '--sweep',
      'RB-3.under=80%..90%:10%',
      '--sweep',
      'RB-1.factor=4..5:1',
    );
    expect(triggers).toEqual(['RB-1', 'RB-3']);
    expect(points.map(({ values }) => values.join(' '))).toEqual(['80% 3.6', '80% 4', '80% 5', '90% 4', '90% 5']);
    expect(points.map(({ expected }) => expected)).toEqual([2, 2, 2, 2, 2]);
  });

  test('several recordings add up, however they are named', async () => {
    const again = join(scratch, 'again.ndjson.zst');
    copyFileSync(recording, again);
    const one = await documentOf('--sweep', 'RB-1.factor=2..4:1');
    const sum = { ...one.points[0], expected: 2, found: 2 };
    for (const second of [['--recording', again], [again]]) {
      const { stdout } = await callHoldpoint([...testing(...second), '--sweep', 'RB-1.factor=2..4:1', '--json']);
      const { points } = JSON.parse(stdout) as Document;
      expect(points[0]).toMatchObject({ expected: sum.expected, found: sum.found, detect: sum.detect });
      expect(points[0]?.answers).toHaveLength(2);
    }
  });

  test('what lint has against a value is said, and the value is not recommended', async () => {
    const { points, says } = await documentOf('--sweep', 'RB-1.factor=500..1500:500');
    expect(points.map(({ refused }) => refused !== null)).toEqual([false, false, true, true]);
    expect(points.at(-1)?.refused).toContain('it can never fire');
    expect(says[0]).toContain('The plan has 3.6');
  });

  test('a trigger of which no answer speaks has false alarms alone', async () => {
    const none = join(scratch, 'none.yaml');
    writeFileSync(none, readFileSync(scenario, 'utf8').replace(/ {2}- \{ incident: vault-spikes, trigger.*\n/, ''));
    const sweep = ['--sweep', 'RB-3.under=80%..99%:19%', '--expects', none];
    const { points } = await documentOf(...sweep);
    expect(points.map(({ expected, found }) => [expected, found])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(points[0]?.falseAlarms).toBeGreaterThan(0);
    expect(points[0]?.alarms.every(({ during }) => during === 'vault-fallback')).toBe(true);
    expect((await callHoldpoint(testing(...sweep))).stdout).toContain(
      '  to be found: nothing, so that every firing is a false alarm\n',
    );
  });
});

describe('what cannot be tested', () => {
  const lonely = join(scratch, 'lonely');
  const elsewhere = join(scratch, 'elsewhere.yaml');
  const later = join(scratch, 'later.yaml');
  const wrong = join(scratch, 'wrong.yaml');

  beforeAll(() => {
    const text = readFileSync(scenario, 'utf8');
    writeFileSync(elsewhere, readFileSync(plan, 'utf8'));
    writeFileSync(later, text.replace('starts: T-5m', 'starts: T+20m').replaceAll(/by: T\+\S+/g, 'by: T+25m,'));
    writeFileSync(wrong, text.replace('trigger: RB-3', 'trigger: RB-33'));
  });

  test.each([
    [['--recording', recording], 'Name the plan with --plan.'],
    [['--plan', plan], 'Name one or more recordings with --recording.'],
    [
      ['--plan', plan, recording, '--expects', 'a', '--expects', 'b'],
      '--expects is given 2 times for 1 recording: give it once for all, or once for each in their order.',
    ],
    [
      ['--plan', plan, recording, '--sweep', 'RB-3.under=1%..2%:1%', '--set', 'RB-3.for=1s'],
      '--sweep and --set do not go together: sweep the other number over one value, such as --sweep RB-2.for=2m..2m:1m, and the two are combined.',
    ],
  ])('%j is a wrong call', async (words, sentence) => {
    const { exitCode, stdout, stderr } = await callHoldpoint(['backtest', ...words]);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/ Call it as: holdpoint backtest /);
    expect(stderr.split(' Call it as: ')[0]).toBe(sentence);
  });

  test.each([
    ['RB-3.under=90%..80%:1%', 'RB-3.under=90%..80%:1% runs backwards: write RB-3.under=80%..90%:1%.'],
    ['RB-33.under=80%..90%:1%', 'The plan has no rule RB-33: did you mean RB-3?'],
    [
      'RB-3.ander=80%..90%:1%',
      'RB-3 has no ander: did you mean under? It has under, window, for, clear.for, clear.over, confidence.',
    ],
    ['RB-1.factor=0..10:1', "RB-1.factor cannot be '0': write a number above 0."],
    [
      'RB-3.under=0..1:0.0001',
      'RB-3.under=0..1:0.0001 gives 10,001 values, and a sweep has at most 1,000: write a larger step, such as :0.01.',
    ],
  ])('--sweep %s is refused in words', async (sweep, sentence) => {
    expect(await callHoldpoint(testing('--sweep', sweep))).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `--sweep: ${sentence}\n`,
    });
  });

  test('a recording without right answers says where they are looked for', async () => {
    const { exitCode, stderr } = await callHoldpoint(['backtest', '--plan', elsewhere, recording]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      `There are no right answers to hold the recording against, for ${join(scratch, 'scenario.yaml')} is not there: name a scenario with --expects; its expects say which trigger fires by when.\n`,
    );
    const other = await callHoldpoint(['backtest', '--plan', elsewhere, recording, '--expects', lonely]);
    expect([other.exitCode, other.stderr]).toEqual([3, `${lonely} does not exist: check its name.\n`]);
  });

  test('answers of another day, or of rules that the plan does not have', async () => {
    const day = await callHoldpoint(testing('--expects', later));
    expect(day.exitCode).toBe(2);
    expect(day.stderr).toMatch(
      / goes from 2026-03-30T13:55:01Z to 2026-03-30T14:13:00Z, and .*: name the scenario of this recording with --expects\.\n$/,
    );
    const rule = await callHoldpoint(testing('--expects', wrong));
    expect(rule.exitCode).toBe(1);
    expect(rule.stderr).toContain('expects[1].trigger: found RB-33; write RB-3');
  });

  test('an interrupted test says so', async () => {
    let stderr = '';
    const exitCode = await runCommand(testing('--sweep', 'RB-3.under=80%..90%:1%'), {
      out: () => undefined,
      err: (text) => void (stderr += text),
      isTerminal: false,
      drained: () => Promise.resolve(),
      paint: plainPaint,
      signal: AbortSignal.abort(),
    });
    expect([exitCode, stderr]).toEqual([3, 'Interrupted: nothing was tested to its end. Call it again to test it.\n']);
  });
});

test('the exit codes are those of the process', async () => {
  const codes = [testing(), testing('--set', 'RB-3.under=1%'), testing('--sweep', 'RB-3.under=1%')].map(
    async (argv) => (await runHoldpoint(argv)).exitCode,
  );
  expect(await Promise.all(codes)).toEqual([0, 1, 2]);
});
