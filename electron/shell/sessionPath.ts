import { extname, isAbsolute, resolve } from 'node:path';

/** The session that is meant by what was dropped or double-clicked; undefined where that is none. */
export function toSessionPath(text: unknown): string | undefined {
  return typeof text === 'string' && isAbsolute(text) && isSession(text) ? resolve(text) : undefined;
}

/** The session that a command line names; switches and the program's own words are none. */
export function findSession(argv: readonly string[], folder: string): string | undefined {
  const word = argv.slice(1).find((one) => !one.startsWith('-') && isSession(one));
  return word === undefined ? undefined : resolve(folder, word);
}

function isSession(path: string): boolean {
  return extname(path).toLowerCase() === '.holdpoint' && !path.includes('\0');
}
