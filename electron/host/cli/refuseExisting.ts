import { lstat } from 'node:fs/promises';
import { Refusal } from './command.ts';

/** Refuses to write over what somebody has made, unless it was asked for. */
export async function refuseExisting(path: string, force: boolean): Promise<void> {
  if (force) return;
  const found = await lstat(path).catch(() => undefined);
  // What is no file is refused by the writer, in its own words.
  if (found === undefined || !(found.isFile() || found.isSymbolicLink())) return;
  throw new Refusal(2, `${path} is there already: name another file, or write over it with --force.`);
}
