import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '../..');
const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
const config = parse(readText('electron-builder.yml')) as { electronFuses: object; publish: unknown };

/** What a stranger could otherwise have the packaged app do: be Node, load other code, read the disk as a page. */
const wanted = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** The fuses as they lie one after the other in Electron's binary, behind a mark, a version and their number. */
const order = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const;
const mark = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

function readFuses(binary: Buffer): Record<string, boolean> {
  const at = binary.indexOf(mark) + mark.length;
  if (at < mark.length || binary[at] !== 1) throw new Error('That is no binary of Electron with fuses of version 1.');
  const states = [...binary.subarray(at + 2, at + 2 + (binary[at + 1] ?? 0))];
  return Object.fromEntries(order.map((name, index) => [name, String.fromCharCode(states[index] ?? 0) === '1']));
}

test('every fuse is set as it should be', () => {
  expect(config.electronFuses).toEqual(wanted);
});

test('fuses are read out of a binary as they lie there', () => {
  const binary = Buffer.from(`before${mark}\x01\x0801001101after`);
  expect(readFuses(binary)).toMatchObject({ ...wanted, grantFileProtocolExtraPrivileges: true });
  expect(() => readFuses(Buffer.from('no Electron'))).toThrow('no binary of Electron');
});

test('the packaged app has them', ({ skip }) => {
  const [packaged] = globSync(
    [
      'out/linux*-unpacked/holdpoint',
      'out/win*-unpacked/Holdpoint.exe',
      'out/mac*/Holdpoint.app/Contents/Frameworks/Electron Framework.framework/Versions/A/Electron Framework',
    ],
    { cwd: root },
  );
  if (packaged === undefined)
    return skip('There is no packaged app in out/: npm run dist makes one where Electron is.');
  expect(readFuses(readFileSync(join(root, packaged)))).toMatchObject(wanted);
  return undefined;
});

test('nothing in it updates itself, so nothing does while a launch is armed', () => {
  expect(config.publish).toBeNull();
  const { dependencies } = JSON.parse(readText('package.json')) as { dependencies: object };
  expect(Object.keys(dependencies)).not.toContain('electron-updater');
  for (const path of globSync('electron/shell/*', { cwd: root })) {
    expect(readText(path), path).not.toMatch(/autoUpdater|electron-updater|setFeedURL/);
  }
});
