import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../electron/engine/engine.ts';
import { recordingOfLines } from '../help/lineRecording.ts';
import { simulateLines } from '../../electron/engine/source/simulator/simulateLines.ts';
import type { ReviewData } from '../../electron/report/reviewData.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { findChromium } from '../../electron/host/cli/printPdf.ts';
import { createSleepyClock, readTestPlan } from '../help/driveEngine.ts';
import { readLaunch } from '../help/makeRecording.ts';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const folder = join(import.meta.dirname, '../golden/noisy-restart');
const scratch = scratchFolder();
const session = join(scratch, 'practice.holdpoint');
const canary = 'canary-6f1d0c';
const hostile = '</script><script>document.title="owned"</script>';

/** A rehearsal in which somebody took a role, wrote a note and decided. */
beforeAll(async () => {
  process.env['HOLDPOINT_TEST_SECRET'] = canary;
  const plan = readTestPlan(join(folder, 'plan.yaml'));
  const { scenario, plan: own } = readLaunch(folder);
  const lines = [...simulateLines(scenario, own)].join('').trimEnd().split('\n');
  const identity = { kind: 'rehearsal', createdBy: 'holdpoint test', recording: null } as const;
  const opened = openSession(session, { mode: 'create', now: () => 0, identity });
  opened.appendPlan({ at: 0, digest: plan.digest, text: plan.text });
  const engine = openEngine({
    session: opened,
    plan: plan.plan,
    planDigest: plan.digest,
    recording: recordingOfLines(lines),
    clock: createSleepyClock(),
    speed: 0,
  });
  await engine.seek(plan.plan.launch.t0 / 1000 + 600);
  const actor = { role: 'commander', name: 'A' };
  let given = 0;
  const give = async (command: Parameters<typeof engine.command>[0]['command']): Promise<void> => {
    const { number, state } = engine.snapshot();
    const id = `command-${(given += 1)}`;
    const outcome = await engine.command({ id, actor, on: { epoch: state.epoch, snapshot: number }, command });
    expect(outcome.kind).toBe('done');
  };
  await give({ kind: 'role.take', args: { role: 'commander' } });
  await give({ kind: 'note.write', args: { text: hostile } });
  const decision = {
    question: 'Go on?',
    choice: 'Go on',
    rationale: hostile,
    conditions: [hostile],
    options: [],
    follows: [],
  };
  await give({ kind: 'decision.record', args: { ...decision, dissent: [{ role: 'sre', says: hostile }] } });
  await engine.seek(Infinity);
  await engine.close();
});

test('every form is written, and none holds what the environment holds', async () => {
  const files = ['html', 'md', 'json', 'csv'].map((form) => [`--${form}`, join(scratch, `out.${form}`)] as const);
  const ran = await callHoldpoint(['report', session, ...files.flat()]);
  expect(ran).toMatchObject({ exitCode: 0, stdout: '' });
  for (const [, file] of files) {
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('REHEARSAL');
    expect(text).not.toContain(canary);
  }
  const page = readFileSync(join(scratch, 'out.html'), 'utf8');
  expect(page).toContain('Decided last: Go on?');
  expect(page.match(/<script/g)).toHaveLength(1);
  const again = await callHoldpoint(['report', session, ...files.flat()]);
  expect(again.exitCode).toBe(3);
  expect(again.stderr).toContain('--force');
  expect(await callHoldpoint(['report', session, ...files.flat(), '--force'])).toMatchObject({ exitCode: 0 });
  expect(readFileSync(join(scratch, 'out.html'), 'utf8')).toBe(page);
});

test('a decision stands with the room on which it was taken, and the JSON with everything', async () => {
  const { exitCode, stdout } = await callHoldpoint(['report', '--json', session]);
  expect(exitCode).toBe(0);
  const review = JSON.parse(stdout) as ReviewData;
  expect(review).toMatchObject({ format: 'holdpoint/review@1', watermark: 'REHEARSAL', proof: { isWhole: true } });
  expect(review.decisions).toHaveLength(1);
  const [decision] = review.decisions;
  expect(decision?.rationale).toBe(hostile);
  expect(decision?.by).toEqual({ role: 'commander', roleName: 'Incident commander', name: 'A' });
  const at = decision?.at ?? 0;
  expect(decision?.room.tickAt).toBe(at);
  const then = review.calls.find((span) => span.fromAt <= at && at < span.toAt);
  expect(decision?.room.call).toBe(then?.call);
  expect(decision?.criteria.length).toBeGreaterThan(0);
  expect(review.firings.map(({ trigger }) => trigger)).toContain('RB-4');
  for (const chart of review.charts) expect(chart.lines.length).toBeGreaterThan(0);
  expect(review.charts.map(({ id }) => id)).toEqual(['errors', 'queue', 'wait', 'twice-charged']);
});

test('without a form the Markdown is printed, in the zone that is asked for', async () => {
  const { exitCode, stdout } = await callHoldpoint(['report', session, '--tz', 'Asia/Tokyo']);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('T-0: 2026-03-30 23:00:00 Asia/Tokyo');
});

test.each([
  [['--tz', 'Mars/Base'], 2, 'There is no time zone'],
  [['--md', '--json'], 2, 'Only one form can go to standard output'],
  [['--md', 'a', '--csv', 'a'], 2, 'is named for two forms'],
  [['--what'], 2, 'There is no option'],
])('%j', async (options, exitCode, said) => {
  const ran = await callHoldpoint(['report', session, ...options]);
  expect(ran).toMatchObject({ exitCode, stdout: '' });
  expect(ran.stderr).toContain(said);
});

test('a session that is not there, and a file that is none', async () => {
  expect((await callHoldpoint(['report', join(scratch, 'no.holdpoint')])).exitCode).toBe(3);
  const other = join(scratch, 'other.holdpoint');
  writeFileSync(other, 'not a session');
  expect((await callHoldpoint(['report', other])).exitCode).not.toBe(0);
});

test('without a Chromium it is said what to install', () => {
  expect(() => findChromium({ PATH: scratch })).toThrow('install chromium');
  expect(() => findChromium({ PATH: scratch, HOLDPOINT_CHROMIUM: join(scratch, 'none') })).toThrow(
    'HOLDPOINT_CHROMIUM names',
  );
});

const chromium = findHere();

describe.skipIf(chromium === undefined)('in a browser', () => {
  test('the PDF is one', async () => {
    const pdf = join(scratch, 'out.pdf');
    expect(await callHoldpoint(['report', session, '--pdf', pdf])).toMatchObject({ exitCode: 0 });
    expect(readFileSync(pdf).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('our script runs, and nobody else’s', async () => {
    const page = join(scratch, 'seen.html');
    expect(await callHoldpoint(['report', session, '--html', page])).toMatchObject({ exitCode: 0 });
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const profile = `--user-data-dir=${join(scratch, 'profile')}`;
    const shown = [
      '--headless',
      '--disable-gpu',
      '--enable-logging=stderr',
      profile,
      ...root,
      '--dump-dom',
      `file://${page}`,
    ];
    const { stdout, stderr } = spawnSync(chromium ?? '', shown, { encoding: 'utf8', maxBuffer: 2 ** 28 });
    expect(stdout).toContain('<title>REHEARSAL: A noisy link: review</title>');
    expect(stdout).toMatch(/<output id="found">\d+ shown<\/output>/);
    expect(stdout.match(/<script/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/CONSOLE.*(?:Content Security Policy|Uncaught)/);
    expect(existsSync(page)).toBe(true);
  });
});

function findHere(): string | undefined {
  try {
    return findChromium(process.env);
  } catch {
    // None is installed: what needs one is skipped.
    return undefined;
  }
}
