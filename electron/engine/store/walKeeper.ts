import { statSync } from 'node:fs';
import { sqliteCode, type Connection } from './open.ts';

/** Keeps the write-ahead log short: at 1000 pages it is moved into the session and cut to nothing. */
export class WalKeeper {
  private readonly db: Connection;
  private readonly logPath: string;
  private limitBytes = startBytes;

  constructor(db: Connection, path: string) {
    this.db = db;
    this.logPath = `${path}-wal`;
  }

  /**
   * To be called before anything found in the session is called durable: a process that died between writing a commit and
   * syncing it leaves a log that reads well and may not be on the disk.
   */
  settle(): void {
    this.truncate();
  }

  /** To be called after a commit. False when the disk failed: what was committed is safe, but go no further. */
  keepShort(): boolean {
    const bytes = statSync(this.logPath, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes <= this.limitBytes) return true;
    try {
      this.truncate();
      return true;
    } catch (error) {
      // A full disk now need not be full later; the log goes on growing meanwhile, or refuses the next commit.
      return sqliteCode(error) === 'SQLITE_FULL';
    }
  }

  /** A reader in the middle of a read keeps the log from being cut: then it is tried again after as much more. */
  truncate(): void {
    this.db.pragma('busy_timeout = 0');
    try {
      const busy = this.db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 1;
      this.limitBytes = busy ? this.limitBytes + startBytes : startBytes;
    } finally {
      this.db.pragma(`busy_timeout = ${busyTimeoutMs}`);
    }
  }
}

const pageBytes = 4096 + 24;
const startBytes = 1000 * pageBytes;
const busyTimeoutMs = 5000;
