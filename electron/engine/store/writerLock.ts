import { rmSync, statSync } from 'node:fs';
import { openLock, type Connection } from './open.ts';

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
  // The one who lets go removes the file. Whoever was waiting for the removed file has locked nothing: he tries again.
  let trouble: Error | undefined;
  for (let tries = 0; tries < 10; tries += 1) {
    const before = fileIdentity(path);
    let lock: Connection | undefined;
    try {
      lock = openLock(path);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      trouble = error;
      continue;
    }
    if (lock === undefined) return undefined;
    if (before !== undefined && before === fileIdentity(path)) return { release: () => release(path, lock) };
    lock.close();
  }
  if (trouble !== undefined) throw trouble;
  return undefined;
}

function release(path: string, lock: Connection): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    // Some systems keep a file that is open. Then it stays behind, empty, and the next writer locks it again.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'EBUSY' && code !== 'EPERM' && code !== 'EACCES') throw error;
  } finally {
    lock.close();
  }
}

function fileIdentity(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev}:${found.ino}:${found.birthtimeNs}`;
}
