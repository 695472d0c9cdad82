import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { backupFolder, listBackups } from './damageAdvice.ts';
import { readSchemaVersion, schemaVersion } from './migrate.ts';
import { openConnection, type Connection } from './open.ts';
import { SessionError } from './sessionError.ts';
import { applicationId, syncFolder, toFileStamp } from './sessionFiles.ts';

const backupsKept = 10;
const pagesPerTurn = 2000;

/**
 * Copies the session into the folder beside it, verifies the copy and keeps the newest ten. It runs on the writer's own
 * connection: another connection would have to begin anew whenever the writer commits.
 */
export async function backUp(db: Connection, path: string, nowMs: number): Promise<string> {
  const draft = draftPath(path);
  rmSync(draft, { force: true });
  try {
    await db.backup(draft, { progress: () => pagesPerTurn });
    return finishBackup(draft, path, nowMs);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The same at once, without letting anything else run; for the moment before the schema changes. */
export function backUpNow(db: Connection, path: string, nowMs: number): string {
  const draft = draftPath(path);
  rmSync(draft, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(draft);
    return finishBackup(draft, path, nowMs);
  } finally {
    rmSync(draft, { force: true });
  }
}

function finishBackup(draft: string, path: string, nowMs: number): string {
  const fault = findFault(draft);
  if (fault !== undefined) {
    const [before] = listBackups(path);
    const left = before === undefined ? 'there is no backup' : `the newest backup is still ${before}`;
    throw new SessionError(
      'corrupt',
      `The backup of ${path} came out damaged (${fault}) and was thrown away, so ${left}: check the disk.`,
    );
  }
  const backup = join(backupFolder(path), `${toFileStamp(nowMs)}.holdpoint`);
  renameSync(draft, backup);
  syncFolder(dirname(backup));
  for (const old of listBackups(path).slice(backupsKept)) rmSync(old, { force: true });
  return backup;
}

/** What is wrong with a backup by the structure of its file; undefined when it is sound. `verifySession` reads its rows. */
export function findFault(backup: string): string | undefined {
  let db: Connection | undefined;
  try {
    db = openConnection(backup, 'reader');
    if (db.pragma('application_id', { simple: true }) !== applicationId) return 'not a session';
    if (readSchemaVersion(db) > schemaVersion) return 'written by a newer version';
    const check = String(db.pragma('quick_check', { simple: true }));
    return check === 'ok' ? undefined : check;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    db?.close();
  }
}

function draftPath(path: string): string {
  const folder = backupFolder(path);
  mkdirSync(folder, { recursive: true });
  return join(folder, `.${basename(path)}.draft`);
}
