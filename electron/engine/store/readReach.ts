import { openConnection, type Connection } from './open.ts';
import { noteClosed, noteOpen, requireSessionFile } from './sessionFiles.ts';

/** How far a session goes: 0 where there is nothing yet, undefined where that cannot be read. */
export interface SessionReach {
  readonly line: number | undefined;
  /** The last second of the launch that was judged and sealed. */
  readonly tick: number | undefined;
  readonly ledgerSeq: number | undefined;
}

/** Reads only the ends of what grows: damage elsewhere does not hide them. Undefined when nothing can be read at all. */
export function readReach(path: string): SessionReach | undefined {
  let db: Connection | undefined;
  let real: string | undefined;
  try {
    real = requireSessionFile(path);
    noteOpen(real);
    db = openConnection(real, 'reader');
    const lastLine = 'first_line + lines - 1';
    const tail = readEnd(db, `SELECT ${lastLine} FROM tail ORDER BY seq DESC LIMIT 1`);
    const reach = {
      line: tail === 0 ? readEnd(db, `SELECT ${lastLine} FROM chunk ORDER BY seq DESC LIMIT 1`) : tail,
      tick: readEnd(db, 'SELECT last_tick FROM chunk ORDER BY seq DESC LIMIT 1'),
      ledgerSeq: readEnd(db, 'SELECT max(seq) FROM ledger'),
    };
    return Object.values(reach).every((end) => end === undefined) ? undefined : reach;
  } catch {
    return undefined;
  } finally {
    db?.close();
    if (real !== undefined) noteClosed(real);
  }
}

function readEnd(db: Connection, sql: string): number | undefined {
  try {
    return db.prepare<[], number | null>(sql).pluck().get() ?? 0;
  } catch {
    return undefined;
  }
}
