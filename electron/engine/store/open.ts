import Database from 'better-sqlite3';
import { SessionError } from './sessionError.ts';

/** The only door to the native driver. */
export type Connection = Database.Database;

/** Below it, two connections that write and checkpoint at once can corrupt a write-ahead log. */
const leastSqlite = [3, 51, 3];

const busyTimeoutMs = 5000;

/** Pages are mostly bodies, which are read once; without a bound 16 MB of them are kept. */
const cacheKib = 4096;

/**
 * A connection set up the only way in which we use one. A `reader` may not change anything by SQL, but is opened for
 * writing all the same: only so can the last one to leave tidy the write-ahead log away.
 */
export function openConnection(path: string, use: 'writer' | 'reader'): Connection {
  const db = new Database(path, { fileMustExist: true, timeout: busyTimeoutMs });
  try {
    requireSqlite(db);
    db.pragma('trusted_schema = OFF');
    db.pragma('cell_size_check = ON');
    db.pragma('mmap_size = 0');
    db.pragma(`cache_size = -${cacheKib}`);
    db.pragma('foreign_keys = ON');
    db.pragma('recursive_triggers = ON');
    if (use === 'reader') db.pragma('query_only = ON');
    else {
      const journal = String(db.pragma('journal_mode = WAL', { simple: true }));
      if (journal !== 'wal') {
        throw new SessionError(
          'unfit_runtime',
          `${path} lies where SQLite cannot keep a write-ahead log (it keeps "${journal}"): move it to a local disk.`,
        );
      }
      db.pragma('synchronous = FULL');
      db.pragma('checkpoint_fullfsync = ON');
      db.pragma('wal_autocheckpoint = 0');
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A new file that is no session yet; a plain rollback journal, so that it is whole in one file once closed. */
export function createConnection(path: string): Connection {
  const db = new Database(path, { timeout: busyTimeoutMs });
  requireSqlite(db);
  db.pragma('synchronous = FULL');
  return db;
}

/**
 * A connection that holds nothing but a lock on the file at `path`, for as long as it lives; undefined when the lock is
 * taken. Throws when the file is taken away meanwhile.
 */
export function openLock(path: string): Connection | undefined {
  const db = new Database(path, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
}

/** SQLite's own name of an error (`SQLITE_FULL`, `SQLITE_IOERR_FSYNC`...); undefined when it is not SQLite's. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}

function requireSqlite(db: Connection): void {
  const version = String(db.prepare('SELECT sqlite_version()').pluck().get());
  const parts = version.split('.').map(Number);
  for (const [place, least] of leastSqlite.entries()) {
    const part = parts[place] ?? 0;
    if (part > least) return;
    if (part < least) {
      throw new SessionError(
        'unfit_runtime',
        `The database driver brings SQLite ${version}, which can damage sessions: install better-sqlite3 13.2 or later (SQLite ${leastSqlite.join('.')}).`,
      );
    }
  }
}
