import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configFolder, signingKeyFile } from '../../electron/host/configFolder.ts';
import { runHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';

const scratch = scratchFolder();

interface Report {
  readonly ok: boolean;
  readonly checks: readonly { readonly level: string; readonly name: string; readonly text: string }[];
}

test('every part is looked at, and nothing is left behind', async () => {
  const folder = join(scratch, 'here');
  mkdirSync(folder);
  const { exitCode, stdout, stderr } = await runHoldpoint(['doctor'], { cwd: folder });
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ {2}.*$/, '')),
  ).toEqual(['ok', 'ok', 'ok', 'ok', expect.stringMatching(/^(?:ok|warn)$/), 'ok', 'ok']);
  expect(stdout).toContain(
    `Node         ${process.versions.node}, of this installation (${process.platform} ${process.arch})\n`,
  );
  expect(stdout).toMatch(/database +SQLite 3\.\d+\.\d+, and its write-ahead log works in /);
  expect(readdirSync(folder)).toEqual([]);
});

test('what is missing is named with what to do, and exits with 1', async () => {
  const preload = `
    import { registerHooks } from 'node:module';
    registerHooks({
      resolve(name, context, next) {
        if (name === 'better-sqlite3') throw Object.assign(new Error('no driver'), { code: 'ERR_MODULE_NOT_FOUND' });
        return next(name, context);
      },
    });`;
  const config = join(scratch, 'open');
  mkdirSync(config);
  writeFileSync(signingKeyFile(config), '');
  chmodSync(signingKeyFile(config), 0o644);
  const { exitCode, stdout, stderr } = await runHoldpoint(['doctor', '--json'], {
    preload,
    env: { HOLDPOINT_CONFIG: config },
  });
  const report = JSON.parse(stdout) as Report;
  expect(report.ok).toBe(false);
  expect(report.checks.find(({ name }) => name === 'database')).toEqual({
    level: 'fail',
    name: 'database',
    text: 'the driver does not load (no driver): run `npm ci` with this Node',
  });
  expect(report.checks.find(({ name }) => name === 'signing key')?.text).toContain('run "chmod 600" on it');
  expect(stderr).toBe('Holdpoint cannot work here yet: mend database, signing key.\n');
  expect(exitCode).toBe(1);
});

test.each([
  ['/c', { HOLDPOINT_CONFIG: '/c', XDG_CONFIG_HOME: '/x' }, 'linux'],
  ['/x/holdpoint', { XDG_CONFIG_HOME: '/x' }, 'linux'],
  ['/h/.config/holdpoint', { HOLDPOINT_CONFIG: '', XDG_CONFIG_HOME: '' }, 'linux'],
  ['/h/Library/Application Support/Holdpoint', {}, 'darwin'],
  ['/a/Holdpoint', { APPDATA: '/a' }, 'win32'],
] as const)('what belongs to a person is kept in %s: %j on %s', (folder, environment, platform) => {
  expect(configFolder(environment, platform, '/h')).toBe(folder);
});
