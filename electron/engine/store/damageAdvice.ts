import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** How a session is called once it was set aside; its backups stay where they are. */
const asideName = /\.(?:damaged|replaced)-\d{8}T\d{6}\.\d{3}Z(?:-\d+)?$/;

/** Where a session belongs: links followed, and without what its file is called after it was set aside. */
export function sessionPlace(path: string): string {
  // Backups lie beside the file itself, not beside a link to it.
  const real = join(realpathSync(dirname(path)), basename(path));
  const own = existsSync(real) ? realpathSync(real) : real;
  return own.replace(asideName, '');
}

/** The file that was last set aside from this place; undefined when there is none. */
export function newestAside(place: string): string | undefined {
  const name = basename(place);
  const [newest] = readdirSync(dirname(place))
    .filter((one) => one.startsWith(name) && asideName.test(one) && one.replace(asideName, '') === name)
    .sort((one, other) => stampOf(other).localeCompare(stampOf(one), undefined, { numeric: true }));
  return newest === undefined ? undefined : join(dirname(place), newest);
}

function stampOf(name: string): string {
  return asideName.exec(name)?.[0].replace(/^\.[a-z]+-/, '') ?? '';
}

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
    : `go on with its newest backup, ${backup} (holdpoint restore ${path.replace(asideName, '')}), or replay the recording into a new session`;
}

function newestBackup(path: string): string | undefined {
  try {
    return listBackups(sessionPlace(path))[0];
  } catch {
    // Whoever cannot look into the folder has no use for what is in it.
    return undefined;
  }
}
