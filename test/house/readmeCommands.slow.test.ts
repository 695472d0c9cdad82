import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const wayIn = join(root, 'electron/host/cli/holdpoint.js');
const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-readme-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The lines of the README's `sh` blocks, without what is said behind them, in order: one may need what another made. */
function commandLines(): string[] {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const blocks = [...readme.matchAll(/^```sh\n([^`]*)^```$/gm)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

const lines = commandLines();

test('the README has commands to run, and no other programs than npm and npx holdpoint', () => {
  expect(lines.filter((line) => line.startsWith('npx holdpoint ')).length).toBeGreaterThan(4);
  expect(lines.filter((line) => !/^(?:npm |npx holdpoint )/.test(line))).toEqual([]);
});

test.each(lines.filter((line) => line.startsWith('npx holdpoint ')))('%s', (line) => {
  const argv = line.split(/\s+/).slice(2).map(inClone);
  const { status, stdout, stderr } = spawnSync(process.execPath, [wayIn, ...argv], {
    cwd: scratch,
    encoding: 'utf8',
    env: { ...process.env, HOLDPOINT_CONFIG: join(scratch, 'config') },
    maxBuffer: 2 ** 28,
  });
  expect(status, stderr).toBe(0);
  expect(stdout).not.toBe('');
});

test('what the README says of help and of the schema can be called', () => {
  const call = (...argv: string[]): number | null => spawnSync(process.execPath, [wayIn, ...argv]).status;
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  expect(readme).toContain('`npx holdpoint schema plan`');
  expect(call('schema', 'plan')).toBe(0);
  expect(call('--help')).toBe(0);
  expect(call('judge', '--help')).toBe(0);
});

/** The commands are meant to be called in the clone, and run here in a folder of their own. */
function inClone(word: string): string {
  return word.startsWith('data/') ? join(root, word) : word;
}
