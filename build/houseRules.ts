/** What names and sizes the house allows. Sizes are in lines; a file is held to every rule whose pattern fits its path. */
export interface HouseRules {
  readonly topLevel: readonly string[];
  /** Words that may not be the whole name of a code file (before its first dot) or of a folder; matched in lower case. */
  readonly emptyNames: readonly string[];
  /** Endings that may not close the name of a file, class, interface, type, function or constant. */
  readonly emptyEndings: readonly string[];
  readonly fileSizes: readonly { readonly pattern: RegExp; readonly maxLines: number }[];
  /** Folders whose code may not exceed a size in all. */
  readonly folderSizes: readonly { readonly folder: string; readonly maxLines: number }[];
  /** What no text file may say. */
  readonly phrases: readonly { readonly pattern: RegExp; readonly name: string }[];
}

export const houseRules: HouseRules = {
  topLevel: [
    'electron',
    'renderer',
    'shared',
    'data',
    'build',
    'test',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'vite.config.ts',
    'electron-builder.yml',
    'README.md',
    'LICENSE',
  ],
  emptyNames: ['index', 'util', 'utils', 'helper', 'helpers', 'common', 'misc', 'types', 'manager', 'service', 'impl'],
  emptyEndings: ['Manager', 'Service', 'Impl', 'Utils', 'Helper', 'Helpers'],
  fileSizes: [
    { pattern: /\.(?:[cm]?[jt]s|svelte)$/, maxLines: 400 },
    { pattern: /\.svelte$/, maxLines: 250 },
    { pattern: /^electron\/engine\/engine\.ts$/, maxLines: 250 },
    { pattern: /^shared\/judge\/judge\.ts$/, maxLines: 250 },
    { pattern: /^electron\/shell\/preload\.[cm]?[jt]s$/, maxLines: 40 },
  ],
  folderSizes: [{ folder: 'electron/shell/', maxLines: 600 }],
  phrases: [
    { pattern: /(?<![\w.-])\/(?:work|root|home)\/\w/, name: 'a path of one machine' },
    { pattern: /\bregistry\.[a-z][\w-]*\.[a-z]/i, name: 'the host of a package registry' },
  ],
};
