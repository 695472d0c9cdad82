import { existsSync } from 'node:fs';
import { join } from 'node:path';

const binaries: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
};

/** What there is of Electron besides its types: the folder of its distribution, and the program in it. */
export interface FoundElectron {
  readonly folder: string;
  readonly binary: string;
}

export const withoutElectron =
  'There is no Electron binary here: run `npx install-electron` where its download can be reached, or name the folder of an unpacked one in ELECTRON_OVERRIDE_DIST_PATH.';

/** Looks where Electron's own package looks; nothing is downloaded. */
export function findElectron(environment: Readonly<Record<string, string | undefined>>): FoundElectron | undefined {
  const named = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = named ?? join(import.meta.dirname, '../node_modules/electron/dist');
  const binary = join(folder, binaries[process.platform] ?? 'electron');
  return existsSync(binary) ? { folder, binary } : undefined;
}
