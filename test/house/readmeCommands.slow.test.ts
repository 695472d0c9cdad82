import { type ChildProcess, spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const wayIn = join(root, 'electron/host/cli/holdpoint.js');
const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-readme-'));
afterAll(() => rmSync(scratch, { recursive: true }));

interface Line {
  readonly text: string;
  /** What the README says that it ends with. */
  readonly exitCode: number;
}

/** The README's `sh` blocks, a line each, in order: one may need what another made. */
function readBlocks(): Line[][] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return [...readme.matchAll(/^```sh\n([^`]*)^```$/gm)].map(([, block = '']) =>
    block
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => ({
        text: line.replace(/\s+#.*$/, '').trim(),
        exitCode: Number(/exit code (\d)/.exec(line)?.[1] ?? 0),
      })),
  );
}

const blocks = readBlocks();
/** These open a room and end when somebody ends them. */
const isServe = ({ text }: Line): boolean => /^npx holdpoint (?:serve\b|.* --serve$)/.test(text);
const serving = blocks.findIndex((block) => block.length === 1 && block.every(isServe));
/** Each by itself; then those that a served room answers. */
const alone = blocks
  .filter((_block, index) => index !== serving && index !== serving + 1)
  .flat()
  .filter((line) => !isServe(line));
const inRoom = blocks[serving + 1] ?? [];

test('the README has commands to run, and no other programs than npm and npx holdpoint', () => {
  expect(alone.filter(({ text }) => text.startsWith('npx holdpoint ')).length).toBeGreaterThan(4);
  expect(inRoom.length).toBeGreaterThan(4);
  const all = blocks.flat().filter(({ text }) => !/^(?:npm |npx holdpoint |export )/.test(text));
  expect(all).toEqual([]);
});

test.each(alone.filter(({ text }) => text.startsWith('npx holdpoint ')))('$text', ({ text, exitCode }) => {
  const { status, stdout, stderr } = runLine(text, {});
  expect(status, stderr).toBe(exitCode);
  expect(stdout).not.toBe('');
});

describe('in a served room', () => {
  let host: ChildProcess | undefined;
  const env: Record<string, string> = {};
  afterAll(async () => {
    host?.kill('SIGINT');
    await new Promise((resolve) => host?.once('close', resolve));
  });

  test('the room opens and says how to come in', async () => {
    const argv = (blocks[serving]?.[0]?.text ?? '').split(/\s+/).slice(2);
    host = spawn(process.execPath, [wayIn, ...argv, '--port', '0'], { cwd: scratch, env: environment({}) });
    let said = '';
    env['HOLDPOINT_ROOM'] = await new Promise<string>((resolve, reject) => {
      host?.stdout?.on('data', (text: Buffer) => {
        said += text.toString();
        const found = /export HOLDPOINT_ROOM='([^']+)'/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      host?.once('close', () => reject(new Error(said)));
    });
    expect(env['HOLDPOINT_ROOM']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#/);
  });

  test.each(inRoom)('$text', ({ text, exitCode }) => {
    const [, name, value] = /^export (\w+)='([^']*)'$/.exec(text) ?? [];
    if (name !== undefined) {
      env[name] = value ?? '';
      return;
    }
    const { status, stdout, stderr } = runLine(text, env);
    expect(status, `${stdout}${stderr}`).toBe(exitCode);
  });
});

/** Runs a line as a shell does, with this clone's way in for `npx holdpoint`. */
function runLine(text: string, more: Readonly<Record<string, string>>): SpawnSyncReturns<string> {
  const line = text.replaceAll(' data/', ` ${root}/data/`);
  const npx = `npx() { shift; '${process.execPath}' '${wayIn}' "$@"; }`;
  return spawnSync('bash', ['-c', `${npx}; ${line}`], {
    cwd: scratch,
    encoding: 'utf8',
    env: environment(more),
    maxBuffer: 2 ** 28,
  });
}

function environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, HOLDPOINT_CONFIG: join(scratch, 'config'), ...more };
}
