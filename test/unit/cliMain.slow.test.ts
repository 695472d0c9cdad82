import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commands } from '../../electron/host/cli/commands.ts';
import { choosePaint } from '../../electron/host/cli/paint.ts';
import { callHoldpoint, runHoldpoint } from '../help/runHoldpoint.ts';

const root = join(import.meta.dirname, '../..');

test('help lists every command', async () => {
  const { exitCode, stdout, stderr } = await runHoldpoint(['--help']);
  for (const { name, what } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} +${what}$`, 'm'));
  expect(stdout).toContain(
    'Exit codes: 0 done; 1 the thing examined is wrong; 2 the call is wrong; 3 it could not be done.\n',
  );
  expect([exitCode, stderr]).toEqual([0, '']);
  for (const argv of [['-h'], ['help']]) expect((await callHoldpoint(argv)).stdout).toBe(stdout);
});

test('every command that is listed is there, once', async () => {
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  for (const { load } of commands) expect(await load()).toBeTypeOf('function');
});

test.each(commands.map(({ name, usage, options }) => ({ name, usage, options })))(
  'holdpoint $name --help says how it is called, and so does a wrong call',
  async ({ name, usage, options }) => {
    const help = await callHoldpoint([name, 'anything', '--help']);
    expect(help.stdout).toContain(`Call it as: ${usage}\n`);
    for (const [option, does] of options) {
      const line = help.stdout.split('\n').find((one) => one.startsWith(`  ${option} `));
      expect(line?.endsWith(`  ${does}`)).toBe(true);
    }
    expect([help.exitCode, help.stderr]).toEqual([0, '']);
    expect((await callHoldpoint(['help', name])).stdout).toBe(help.stdout);

    const wrong = await callHoldpoint([name, '--no-such-option']);
    expect(wrong.stderr).toMatch(/^[^\n]+\n$/);
    expect(wrong.stderr).toContain(`Call it as: holdpoint ${name}`);
    expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
  },
);

test('--version says which package this is', async () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(await runHoldpoint(['--version'])).toEqual({ exitCode: 0, stdout: `holdpoint ${version}\n`, stderr: '' });
});

test.each([
  ['jugde', "There is no command 'jugde': did you mean judge? holdpoint --help lists all."],
  ['lnit', "There is no command 'lnit': did you mean lint? holdpoint --help lists all."],
  ['teleport', "There is no command 'teleport': holdpoint --help lists all."],
  ['--frobnicate', "There is no command '--frobnicate': holdpoint --help lists all."],
  ['\u001b[31mred', "There is no command '\\u001b[31mred': holdpoint --help lists all."],
])('an unknown command is refused, and the nearest is named: %j', async (name, sentence) => {
  expect(await callHoldpoint([name])).toEqual({ exitCode: 2, stdout: '', stderr: `${sentence}\n` });
});

test('a wrong call exits with 2', async () => {
  expect((await runHoldpoint(['jugde'])).exitCode).toBe(2);
  expect((await runHoldpoint(['judge'])).exitCode).toBe(2);
});

const judging =
  'Call it as: holdpoint judge [--plan p] --recording <recording | session> [--at I]... [--set RULE.FIELD=V]... [--json]';

test.each([
  [['judge'], `Name the recording or the session with --recording. ${judging}`],
  [['judge', '--plan', 'p'], `Name the recording or the session with --recording. ${judging}`],
  [['judge', '--plann', 'p'], `There is no option --plann: did you mean --plan? ${judging}`],
  [['judge', '-x'], `There is no option -x. ${judging}`],
  [['judge', '--plan', '--json'], `--plan needs a value: write it behind. ${judging}`],
  [['judge', '--plan='], `--plan needs a value: write it behind. ${judging}`],
  [['judge', '--recording'], `--recording needs a value: write it behind. ${judging}`],
  [['judge', '--json=yes'], `--json takes no value: write it alone. ${judging}`],
  [['judge', '--plan', 'p', '--plan', 'q'], `--plan is given twice: give it once. ${judging}`],
  [['judge', 'plan.yaml'], `'plan.yaml' is one word too many. ${judging}`],
  [
    ['verify'],
    'Name the session. Call it as: holdpoint verify <session> [--checkpoint c.json] [--salvage out.ndjson] [--json]',
  ],
])('a wrong call is refused in words: %j', async (argv, sentence) => {
  expect(await callHoldpoint(argv)).toEqual({ exitCode: 2, stdout: '', stderr: `${sentence}\n` });
});

const fault = "process.stdout.write = () => { throw new TypeError('boom'); };";

test('a fault of our own says what to report and shows no stack', async () => {
  const { exitCode, stdout, stderr } = await runHoldpoint(['schema', 'plan'], { preload: fault });
  expect(stderr).toBe(
    'holdpoint schema met a fault of its own (TypeError: boom): call it again with HOLDPOINT_DEBUG=1 and report ' +
      'what that prints, with your version (holdpoint --version).\n',
  );
  expect([exitCode, stdout]).toEqual([3, '']);
});

test('HOLDPOINT_DEBUG shows the stack', async () => {
  const { exitCode, stderr } = await runHoldpoint(['schema', 'plan'], {
    preload: fault,
    env: { HOLDPOINT_DEBUG: '1' },
  });
  expect(stderr).toMatch(/^TypeError: boom\n\s+at /);
  expect(stderr).toContain('holdpoint schema met a fault of its own (TypeError: boom): report the lines above');
  expect(exitCode).toBe(3);
});

const driverIsMissing = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (name === 'better-sqlite3') throw Object.assign(new Error('no driver'), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    },
  });`;

test('an installation without the database driver judges all the same, and says what is missing where it is needed', async () => {
  const judged = await runHoldpoint(['judge', '--plan', 'none', '--recording', 'none'], { preload: driverIsMissing });
  expect(judged.stderr).toBe('There is no file none: check the path.\n');
  const verified = await runHoldpoint(['verify', 'none'], { preload: driverIsMissing });
  expect(verified.stderr).toBe(
    'holdpoint is not installed whole (no driver): run `npm ci` in the clone and try again.\n',
  );
  expect(verified.exitCode).toBe(3);
});

test.each([
  [true, {}, true],
  [true, { NO_COLOR: '' }, true],
  [true, { NO_COLOR: '1' }, false],
  [true, { TERM: 'dumb' }, false],
  [false, {}, false],
])('colours are for terminals, and declined by NO_COLOR: terminal %s, %j', (isTerminal, environment, isColoured) => {
  expect(choosePaint(isTerminal, environment)('red', 'HOLD') !== 'HOLD').toBe(isColoured);
});
