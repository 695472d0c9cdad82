import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { listBackups, newestAside, sessionPlace } from './damageAdvice.ts';
import { fromFileStamp } from './sessionFiles.ts';
import { translateError } from './translateError.ts';

export interface Backup {
  readonly path: string;
  /** By the wall clock. */
  readonly madeAtMs: number;
  readonly bytes: number;
}

/** What there is to go back to. */
export interface SessionBackups {
  /** Where the session belongs. */
  readonly place: string;
  readonly isTaken: boolean;
  /** The last file that was set aside from there. */
  readonly aside: string | undefined;
  /** The newest first. */
  readonly backups: readonly Backup[];
}

/** `path` may be of the session, of a link to it, or of what it is called since it was set aside. */
export function readBackups(path: string): SessionBackups {
  try {
    const place = sessionPlace(path);
    return {
      place,
      isTaken: statSync(place, { throwIfNoEntry: false }) !== undefined,
      aside: newestAside(place),
      backups: listBackups(place).map((backup) => {
        const { size, mtimeMs } = statSync(backup);
        return { path: backup, madeAtMs: fromFileStamp(basename(backup)) ?? mtimeMs, bytes: size };
      }),
    };
  } catch (error) {
    throw translateError(error, path);
  }
}
