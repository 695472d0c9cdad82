import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createConnection } from './open.ts';

/** What the database driver can do on one disk. */
export interface StoreProbe {
  readonly sqliteVersion: string;
  /** `wal` where the disk can hold a session that is being written. */
  readonly journalMode: string;
}

/**
 * Writes a row through a write-ahead log into a new file in `folder`, and takes the file away again. Throws
 * `SessionError` for a driver that is not trusted, and whatever the driver or the disk says.
 */
export function probeStore(folder: string): StoreProbe {
  const path = join(folder, `.holdpoint-probe-${process.pid}`);
  try {
    const db = createConnection(path);
    try {
      const sqliteVersion = String(db.prepare('SELECT sqlite_version()').pluck().get());
      const journalMode = String(db.pragma('journal_mode = WAL', { simple: true }));
      db.exec('CREATE TABLE probe (value INTEGER) STRICT; INSERT INTO probe VALUES (1);');
      db.pragma('wal_checkpoint(TRUNCATE)');
      return { sqliteVersion, journalMode };
    } finally {
      db.close();
    }
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true });
  }
}
