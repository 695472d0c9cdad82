import { readFile } from 'node:fs/promises';
import { launchesFolder, picturePath } from '../launchesFolder.ts';
import type { Reply } from './reply.ts';

/** The picture of a scenario that comes with the product; undefined where there is none by that path. */
export async function readPicture(path: string, folder = launchesFolder): Promise<Reply | undefined> {
  // Names without dots or escapes: no path leads out of the folder.
  const [, launch, file] = /^\/scenarios\/([A-Za-z0-9][\w-]*)\/([A-Za-z0-9][\w-]*)\.jpg$/.exec(path) ?? [];
  if (launch === undefined || file === undefined) return undefined;
  try {
    return { status: 200, type: 'image/jpeg', body: await readFile(picturePath(folder, launch, file)) };
  } catch {
    // A file that cannot be read is not told from one that is not there.
    return undefined;
  }
}
