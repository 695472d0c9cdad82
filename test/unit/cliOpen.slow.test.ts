import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { oracleFile } from '../help/judgementDocument.ts';
import { callHoldpoint, ended, runHoldpoint, scratchFolder, startHoldpoint } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();

test('told in words, the launch replays from five minutes before T-0, and Ctrl-C keeps its session', async () => {
  const running = startHoldpoint(['open', '--words']);
  let said = '';
  await new Promise<void>((resolve) => {
    running.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('the call is')) resolve();
    });
  });
  running.kill('SIGINT');
  const { exitCode } = await ended(running);
  expect(said).toMatch(/^One-Click Checkout, replaying 10 times as fast, from 5 minutes before T-0\.\n/);
  expect(said).toMatch(/^T-5m +the call is GO$/m);
  expect(exitCode).toBe(0);
  const [, path = ''] = /holdpoint verify (\S+)/.exec(said) ?? [];
  expect((await runHoldpoint(['verify', path])).exitCode).toBe(0);
  rmSync(dirname(path), { recursive: true });
});

test('a session is shown as it stood at its end', async () => {
  const session = join(scratch, 'disorder.holdpoint');
  const files = ['--plan', oracleFile('disorder', 'plan.json'), '--session', session];
  await runHoldpoint(['replay', oracleFile('disorder', 'recording.ndjson'), ...files]);
  const { exitCode, stdout } = await callHoldpoint(['open', session]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('1,217 lines, 1,158 accepted, 39 duplicates, 12 conflicts, 8 set aside\n');
  expect(stdout).toContain('  12 lines conflict (lines 101, 191, 199, …): ');
  expect(stdout).toContain('HOLD · the launch');
});

test.each([
  [
    ['open', '--launch', 'nothing'],
    /There is no launch nothing; --launch names one of (?:\S+, )*paynow-instant-refunds, shopnow-one-click\b/,
    3,
  ],
  [['open', '--speed', 'soon'], /--speed is how many seconds pass in one/, 2],
  [['open', 'nothing.holdpoint'], /nothing\.holdpoint/, 3],
])('holdpoint %j is refused in words', async (argv, words, code) => {
  const { exitCode, stdout, stderr } = await callHoldpoint(argv);
  expect(stderr).toMatch(words);
  expect([exitCode, stdout]).toEqual([code, '']);
});
