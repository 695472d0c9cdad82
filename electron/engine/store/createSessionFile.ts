import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { SessionIdentity } from '../../../shared/model/session.ts';
import { migrate } from './migrate.ts';
import { createConnection } from './open.ts';
import { SessionError } from './sessionError.ts';
import { applicationId, setAside, syncFolder } from './sessionFiles.ts';

/**
 * Creates an empty session at `path`. It is made whole under another name first, so that no half-made session can ever
 * be found, and it never replaces a file.
 */
export function createSessionFile(path: string, identity: SessionIdentity, nowMs: number): void {
  // A log without its session would be played into the new one.
  if (existsSync(`${path}-wal`)) setAside(path, nowMs);
  const draft = `${path}.new-${process.pid}`;
  rmSync(draft, { force: true });
  try {
    const db = createConnection(draft);
    try {
      db.pragma(`application_id = ${applicationId}`);
      migrate(db, () => {
        db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('identity', canonicalJson(identity));
      });
    } finally {
      db.close();
    }
    moveWithoutReplacing(draft, path);
    syncFolder(dirname(path));
  } finally {
    rmSync(draft, { force: true });
  }
}

function moveWithoutReplacing(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') {
      throw new SessionError('exists', `${to} is there already: resume it, or choose another name.`, { cause: error });
    }
    // Some file systems have no hard links.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    renameSync(from, to);
  }
}
