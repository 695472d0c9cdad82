import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openTestSession, readTestPlan, startEngine } from '../help/driveEngine.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';
import { LaunchStory } from '../help/launchStory.ts';

const scratch = scratchFolder();
const launch = join(import.meta.dirname, '../golden/cell-burn');
const plan = join(launch, 'plan.yaml');
const recording = join(scratch, 'cell-burn.ndjson.zst');
const session = join(scratch, 'day.holdpoint');
const bare = join(scratch, 'bare.holdpoint');
const t0 = Date.UTC(2026, 2, 30, 14);

beforeAll(async () => {
  await callHoldpoint(['simulate', join(launch, 'scenario.yaml'), '-o', recording]);
  await callHoldpoint(['replay', recording, '--plan', plan, '--session', bare]);
  const own = readTestPlan(plan);
  const engine = startEngine(openTestSession(session, 'create', own), own, await openRecording(recording), 0);
  await engine.seek(t0 / 1000 + 700);
  const story = new LaunchStory(engine);
  await story.assemble('sre');
  const mark = { trigger: 'RB-3', cell: {}, fromAt: t0 + 30_000, toAt: t0 + 90_000, note: 'The vault was slow.' };
  await story.do('sre', { kind: 'mark.set', args: mark });
  await engine.close();
});

describe('a session', () => {
  test('is judged by its own plan as its recording is', async () => {
    const documents = await Promise.all(
      [
        ['--recording', bare],
        ['--plan', plan, '--recording', recording],
      ].map((source) => callHoldpoint(['judge', ...source, '--set', 'RB-3.under=95%', '--json'])),
    );
    const [own, held] = documents.map(({ stdout }) => JSON.parse(stdout) as { digest: string; transitions: unknown[] });
    expect(own?.transitions.length).toBeGreaterThan(0);
    expect(own?.digest).toBe(held?.digest);
  });

  test('is one whatever its name is, and only a recording needs a plan beside it', async () => {
    const renamed = join(scratch, 'what-we-saw.db');
    copyFileSync(bare, renamed);
    const judged = await callHoldpoint(['judge', '--recording', renamed, '--json']);
    expect([judged.exitCode, judged.stderr]).toEqual([0, '']);
    expect(JSON.parse(judged.stdout)).toMatchObject({ format: 'holdpoint/judgement@1' });
    expect(await callHoldpoint(['judge', '--recording', recording])).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'Name the plan with --plan: a recording has none, and only a session brings its own.\n',
    });
  });

  test('is held against the marks that people set in it', async () => {
    const { exitCode, stdout } = await callHoldpoint(['backtest', session, '--sweep', 'RB-3.under=70%..100%:10%']);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`right answers: the marks in ${session}\n`);
    expect(stdout).toMatch(/to be found: RB-3 fires after T\+30s and by T\+1m30s \(row \d+\)/);
    expect(stdout).toMatch(/> +80% +1 of 1 .* 28s/);
    const whole = await callHoldpoint(['backtest', session]);
    expect(whole.exitCode).toBe(1);
    expect(whole.stdout).toContain('1 of 1 firing');
  });

  test('and a recording beside it, each with answers of its own', async () => {
    const both = ['--plan', plan, '--recording', session, recording];
    const { stdout } = await callHoldpoint([
      'backtest',
      ...both,
      '--sweep',
      'RB-3.under=70%..90%:10%',
      '--expects',
      join(launch, 'scenario.yaml'),
    ]);
    expect(stdout).toMatch(/> +80% +2 of 2 /);
  });

  test('without marks has nothing to be held against', async () => {
    const { exitCode, stderr } = await callHoldpoint(['backtest', bare]);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('There are no right answers')]);
  });
});

test('a curve is written for spreadsheets and as a picture, and not over what is there', async () => {
  const [csv, svg] = [join(scratch, 'curve.csv'), join(scratch, 'curve.svg')];
  const call = ['backtest', session, '--sweep', 'RB-3.under=70%..100%:10%', '--csv', csv, '--svg', svg];
  expect((await callHoldpoint(call)).exitCode).toBe(0);
  const [head, ...rows] = readFileSync(csv, 'utf8').trim().split('\r\n');
  expect(head?.replaceAll('"', '')).toBe(
    'RB-3.under,own,expected,found,false_alarms,false_alarm_seconds,detect_median_seconds,detect_longest_seconds,lint',
  );
  expect(rows.map((row) => row.replaceAll('"', '').split(',').slice(0, 5).join(' '))).toEqual([
    '70%  1 1 0',
    '80% yes 1 1 0',
    '90%  1 1 0',
    '100%  1 0 3',
  ]);
  const picture = readFileSync(svg, 'utf8');
  for (const part of [
    '<svg xmlns',
    '<title>RB-3.under',
    'the plan: 80%',
    'Found',
    'False alarms',
    'Time to detect',
    'prefers-color-scheme: dark',
  ])
    expect(picture).toContain(part);
  expect(picture).not.toMatch(/NaN|undefined/);
  const again = await callHoldpoint(call);
  expect([again.exitCode, again.stderr]).toEqual([2, expect.stringContaining('is there already')]);
  expect((await callHoldpoint([...call, '--force'])).exitCode).toBe(0);
  const alone = await callHoldpoint(['backtest', session, '--svg', svg]);
  expect([alone.exitCode, alone.stderr]).toEqual([2, expect.stringContaining('add --sweep')]);
});
