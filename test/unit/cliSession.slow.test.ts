import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { type JudgementDocument, oracleFile } from '../help/judgementDocument.ts';
import { callHoldpoint, ended, runHoldpoint, scratchFolder, startHoldpoint } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();
const plan = oracleFile('cells', 'plan.json');
const recording = oracleFile('cells', 'recording.ndjson');

interface ReplayDocument {
  readonly format: string;
  readonly finished: boolean;
  readonly recording: JudgementDocument['recording'];
  readonly tick: number;
  readonly call: string;
  readonly transitions: number | null;
  readonly digest: string | null;
  readonly checkpoint: unknown;
}

function replaying(session: string, ...more: string[]): string[] {
  return ['replay', recording, '--plan', plan, '--session', join(scratch, session), ...more];
}

function digestOf(session: string): string {
  const opened = openSession(join(scratch, session), { mode: 'read', now: () => 0 });
  try {
    return opened.contentDigest();
  } finally {
    opened.close();
  }
}

async function judged(): Promise<JudgementDocument> {
  const { stdout } = await callHoldpoint(['judge', '--plan', plan, '--recording', recording, '--json']);
  return JSON.parse(stdout) as JudgementDocument;
}

test('a replay comes to what judge says, and replaying again adds nothing', async () => {
  const { exitCode, stdout, stderr } = await runHoldpoint(replaying('whole.holdpoint', '--json'));
  expect([exitCode, stderr]).toEqual([0, '']);
  const document = JSON.parse(stdout) as ReplayDocument;
  const { recording: counters, ticks, transitions, digest } = await judged();
  expect(document).toMatchObject({
    format: 'holdpoint/replay@1',
    finished: true,
    recording: counters,
    tick: ticks.last,
  });
  expect(document).toMatchObject({ call: 'HOLD', transitions: transitions.length, digest });

  const content = digestOf('whole.holdpoint');
  const again = JSON.parse((await callHoldpoint(replaying('whole.holdpoint', '--json'))).stdout) as ReplayDocument;
  expect(again).toMatchObject({ finished: true, recording: counters, tick: ticks.last, call: 'HOLD', digest });
  expect(digestOf('whole.holdpoint')).toBe(content);

  const told = await callHoldpoint(replaying('told.holdpoint'));
  expect(told.stdout).toContain('13,935 lines, 13,935 accepted, 0 duplicates, 0 conflicts, 0 set aside, 0 gaps\n');
  expect(told.stdout).toContain('Call at 2026-03-30T14:15:32Z (T+15m32s): HOLD\n');
  expect(told.stdout).toContain(`${transitions.length} transitions, ${digest}\n`);
  expect(digestOf('told.holdpoint')).toBe(content);
});

test('Ctrl-C leaves a whole session, says how to go on, and going on comes to the same bytes', async () => {
  const program = startHoldpoint(replaying('stopped.holdpoint', '--speed', '20', '--json'));
  const ending = ended(program);
  // A program that ends before it writes says below what it said.
  while (program.exitCode === null && !existsSync(join(scratch, 'stopped.holdpoint'))) await wait(50);
  await wait(2000);
  program.kill('SIGINT');
  const stopped = await ending;
  expect(stopped.stderr).toBe(
    `Interrupted: ${join(scratch, 'stopped.holdpoint')} is whole and holds what was replayed. Call it again the same way to go on.\n`,
  );
  expect(stopped.exitCode).toBe(3);
  const document = JSON.parse(stopped.stdout) as ReplayDocument;
  expect(document).toMatchObject({ finished: false, transitions: null, digest: null });
  expect(document.recording['lines']).toBeLessThan(13_935);
  expect((await callHoldpoint(['verify', join(scratch, 'stopped.holdpoint')])).exitCode).toBe(0);

  const finished = JSON.parse((await callHoldpoint(replaying('stopped.holdpoint', '--json'))).stdout) as ReplayDocument;
  const { digest } = await judged();
  expect(finished).toMatchObject({ finished: true, digest });
  await callHoldpoint(replaying('straight.holdpoint'));
  expect(digestOf('stopped.holdpoint')).toBe(digestOf('straight.holdpoint'));
});

test('a session goes on with its own recording and plan alone', async () => {
  const session = join(scratch, 'own.holdpoint');
  await callHoldpoint(replaying('own.holdpoint'));
  const other = oracleFile('disorder', 'recording.ndjson');
  const another = await callHoldpoint(['replay', other, '--plan', plan, '--session', session]);
  expect(another.stderr).toBe(
    `${other} is not the recording that ${session} was begun with, or has changed since: name another file with --session and replay it anew, or put the file back as it was.\n`,
  );
  const edited = join(scratch, 'edited.json');
  writeFileSync(edited, `${readFileSync(plan, 'utf8')}\n`);
  const changed = await callHoldpoint(['replay', recording, '--plan', edited, '--session', session]);
  expect(changed.stderr).toBe(
    `${session} was begun with another plan than ${edited}, as it is now: name another file with --session, or go on with the plan as it was.\n`,
  );
  expect([another.exitCode, changed.exitCode]).toEqual([2, 2]);

  const moved = join(scratch, 'moved.ndjson');
  copyFileSync(recording, moved);
  expect((await callHoldpoint(['replay', moved, '--plan', plan, '--session', session])).exitCode).toBe(0);

  const text = readFileSync(recording, 'utf8');
  const middle = text.indexOf('"value":', text.length / 2) + '"value":'.length;
  const touched = join(scratch, 'touched.ndjson');
  writeFileSync(touched, `${text.slice(0, middle)}${text[middle] === '9' ? '8' : '9'}${text.slice(middle + 1)}`);
  const refused = await callHoldpoint(['replay', touched, '--plan', plan, '--session', session]);
  expect(refused.stderr).toMatch(/holds the replay of another recording \(recording.ndjson\), not of .*touched.ndjson/);
  expect(refused.exitCode).toBe(2);
});

const usage = 'Call it as: holdpoint replay <recording | session> --plan p --session s.holdpoint [--speed 60] [--json]';

test.each([
  [['x'], 2, `Name the plan with --plan. ${usage}`],
  [['x', '--plan', 'p'], 2, `Say with --session where the session goes. ${usage}`],
  [
    ['x', '--plan', 'p', '--session', 's', '--speed', 'fast'],
    2,
    `--speed is how many seconds pass in one: write a number above 0, such as 60. ${usage}`,
  ],
  [
    ['x', '--plan', 'p', '--session', 's', '--speed=-1'],
    2,
    `--speed is how many seconds pass in one: write a number above 0, such as 60. ${usage}`,
  ],
  [
    [join(scratch, 'x'), '--plan', plan, '--session', join(scratch, 's')],
    3,
    `There is no file ${join(scratch, 'x')}: check the path.`,
  ],
] satisfies [string[], number, string][])(
  'a replay that cannot be is refused in words: %j',
  async (argv, exitCode, sentence) => {
    expect(await callHoldpoint(['replay', ...argv])).toEqual({ exitCode, stdout: '', stderr: `${sentence}\n` });
  },
);

test('a file that is no session is not written over', async () => {
  const path = join(scratch, 'notes.txt');
  writeFileSync(path, 'notes');
  const { exitCode, stderr } = await callHoldpoint(['replay', recording, '--plan', plan, '--session', path]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(readFileSync(path, 'utf8')).toBe('notes');
});

test('verify proves a session, by a checkpoint that was kept elsewhere too', async () => {
  const session = join(scratch, 'proven.holdpoint');
  const { checkpoint } = JSON.parse(
    (await callHoldpoint(replaying('proven.holdpoint', '--json'))).stdout,
  ) as ReplayDocument;
  const kept = join(scratch, 'kept.json');
  writeFileSync(kept, JSON.stringify(checkpoint));
  const whole = await runHoldpoint(['verify', session, '--checkpoint', kept]);
  expect(whole.stdout).toMatch(
    /^\S+proven\.holdpoint: whole\n {2}2 chunks of 13,935 lines, 0 lines not in a chunk yet, 51 transitions, \d ledger rows\n {2}proven: [^\n]+ by the checkpoint\.\n$/,
  );
  expect([whole.exitCode, whole.stderr]).toEqual([0, '']);
  expect(JSON.parse((await callHoldpoint(['verify', session, '--json'])).stdout)).toMatchObject({
    ok: true,
    faults: [],
  });

  const other = { ...(checkpoint as Record<string, unknown>), hash: '0'.repeat(64) };
  writeFileSync(kept, JSON.stringify(other));
  const refused = await callHoldpoint(['verify', session, '--checkpoint', kept]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stdout).toContain(`${session}: NOT WHOLE\n`);
  expect(refused.stderr).toMatch(
    /^\S+proven\.holdpoint is not whole: [^\n]+ Keep the file; it has no backup, so replay the recording into a new session\.\n$/,
  );
});

test('verify names what a changed byte was part of', async () => {
  const session = join(scratch, 'broken.holdpoint');
  await callHoldpoint(replaying('broken.holdpoint'));
  const bytes = readFileSync(session);
  // The last: earlier pages may hold remnants of rows that have moved.
  const place = bytes.lastIndexOf('fires: burn is');
  expect(place).toBeGreaterThan(0);
  bytes.write('F', place);
  writeFileSync(session, bytes);
  const { exitCode, stdout, stderr } = await callHoldpoint(['verify', session]);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/\n {2}transition: transition \d+/);
  expect(stderr).toContain('is not whole: transition ');
});

test.each([
  ['no session', [join(scratch, 'none')], 3],
  ['something else', [plan], 1],
  ['a checkpoint that is none', [join(scratch, 'none'), '--checkpoint', plan], 1],
  ['a checkpoint that is not there', [join(scratch, 'none'), '--checkpoint', join(scratch, 'none')], 3],
] satisfies [string, string[], number][])('verify says in one sentence that there is %s', async (_what, argv, code) => {
  const { exitCode, stdout, stderr } = await callHoldpoint(['verify', ...argv]);
  expect([exitCode, stdout]).toEqual([code, '']);
  expect(stderr).toMatch(/^[^\n]+\n$/);
});

test('a recording that is refused at its start leaves no session behind, and none that was there is removed', async () => {
  const noise = join(scratch, 'noise.ndjson');
  writeFileSync(noise, 'not telemetry\n'.repeat(3));
  const session = join(scratch, 'noise.holdpoint');
  expect((await callHoldpoint(['replay', noise, '--plan', plan, '--session', session])).exitCode).toBe(1);
  expect(existsSync(session)).toBe(false);
  await callHoldpoint(replaying('kept.holdpoint'));
  const kept = join(scratch, 'kept.holdpoint');
  expect((await callHoldpoint(['replay', noise, '--plan', plan, '--session', kept])).exitCode).toBe(2);
  expect(existsSync(kept)).toBe(true);
});
