import { rmSync, statSync } from 'node:fs';
import { openLock } from './open.ts';

/** Held by the one writer of a session. The operating system takes it back from a process that dies. */
export interface WriterLock {
  release(): void;
}

/**
 * The lock is a lock of the operating system on an empty file beside the session: a lock on the session itself would
 * shut readers out. Undefined when another process, or another part of this one, holds it.
 */
export function takeWriterLock(sessionPath: string): WriterLock | undefined {
  const path = `${sessionPath}-lock`;
  // The one who lets go removes the file. Whoever was waiting on the removed file has locked nothing: he tries again.
  for (let tries = 0; tries < 10; tries += 1) {
    const before = fileIdentity(path);
    const lock = openLock(path);
    if (lock === undefined) return undefined;
    const after = fileIdentity(path);
    if (before !== undefined && before === after) {
      return {
        release: () => {
          rmSync(path, { force: true });
          lock.close();
        },
      };
    }
    lock.close();
  }
  return undefined;
}

function fileIdentity(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}:${found.birthtimeNs}`;
}
