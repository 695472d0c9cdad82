import { existsSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonicalJson } from '../../../shared/base/canonicalJson.ts';
import type { SessionIdentity } from '../../../shared/model/session.ts';
import { migrate } from './migrate.ts';
import { createConnection } from './open.ts';
import { applicationId, moveWithoutReplacing, setAside, syncFolder } from './sessionFiles.ts';

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
