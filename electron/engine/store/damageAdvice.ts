import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** How a damaged session is called once it was set aside; its backups stay where they are. */
const asideName = /\.damaged-\d{8}T\d{6}\.\d{3}Z(?:-\d+)?$/;

/** Backups of the session at `path`, the newest first. */
export function listBackups(path: string): string[] {
  const folder = backupFolder(path);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.holdpoint'))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

export function backupFolder(path: string): string {
  return `${path}-backups`;
}

/** The end of a sentence about a damaged session: what there is to go on with. */
export function damageAdvice(path: string): string {
  const backup = newestBackup(path);
  return backup === undefined
    ? 'it has no backup, so replay the recording into a new session'
    : `go on with a copy of its newest backup, ${backup}, or replay the recording into a new session`;
}

function newestBackup(path: string): string | undefined {
  try {
    // Backups lie beside the file itself, not beside a link to it. A file that was set aside is no longer where it was.
    const real = join(realpathSync(dirname(path)), basename(path));
    const own = existsSync(real) ? realpathSync(real) : real;
    return listBackups(own.replace(asideName, ''))[0];
  } catch {
    // Whoever cannot look into the folder has no use for what is in it.
    return undefined;
  }
}
