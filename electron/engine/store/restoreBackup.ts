import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrate } from './migrate.ts';
import { openConnection } from './open.ts';
import { SessionError } from './sessionError.ts';
import { moveWithoutReplacing, setAside, syncFile, syncFolder } from './sessionFiles.ts';
import { translateError } from './translateError.ts';
import { verifySession } from './verify.ts';
import type { VerifyReport } from './verifyReport.ts';
import { takeWriterLock } from './writerLock.ts';

export interface Restored {
  /** Of what stands there now. */
  readonly report: VerifyReport;
  /** What stood there before is kept under this name. */
  readonly aside: string | undefined;
}

/**
 * Puts a copy of a backup in a session's place. What stands there is set aside, never written over, and only when the
 * copy was found whole on the disk.
 */
export function restoreBackup(place: string, backup: string, why: 'damaged' | 'replaced', nowMs: number): Restored {
  try {
    const lock = takeWriterLock(place);
    if (lock === undefined) {
      throw new SessionError('busy', `Another process is writing ${place}: close it there first, then restore it.`);
    }
    try {
      return restoreLocked(place, backup, why, nowMs);
    } finally {
      lock.release();
    }
  } catch (error) {
    throw translateError(error, place);
  }
}

function restoreLocked(place: string, backup: string, why: 'damaged' | 'replaced', nowMs: number): Restored {
  const draft = `${place}.restoring`;
  try {
    removeDraft(draft);
    copyFileSync(backup, draft);
    bringUpToDate(draft);
    const report = verifySession(draft);
    const [fault] = report.faults;
    if (fault !== undefined) {
      throw new SessionError(
        'io_uncertain',
        `The copy of ${backup} came out damaged (${fault.text}) and was thrown away; ${place} was left as it was: check the disk.`,
      );
    }
    syncFile(draft);
    // A log without its session would be played into the restored one.
    const isTaken = ['', '-wal'].some((part) => existsSync(place + part));
    const aside = isTaken ? setAside(place, nowMs, why) : undefined;
    moveWithoutReplacing(draft, place);
    syncFolder(dirname(place));
    return { report, aside };
  } finally {
    removeDraft(draft);
  }
}

/** A backup may be from before the schema changed. */
function bringUpToDate(draft: string): void {
  const db = openConnection(draft, 'writer');
  try {
    migrate(db);
  } finally {
    db.close();
  }
}

function removeDraft(draft: string): void {
  for (const part of ['', '-wal', '-shm']) rmSync(draft + part, { force: true });
}
