import { createConnection, type Connection } from './open.ts';
import { migrate } from './migrate.ts';
import { fault, type VerifyFault } from './verifyReport.ts';

export function verifyFile(db: Connection): VerifyFault | undefined {
  const found = String(db.pragma('integrity_check(1)', { simple: true }));
  // The database heads what it found with a line of stars.
  const text = found.replace(/^\*{3}[^\n]*\n/, '').replaceAll('\n', ', ');
  return found === 'ok' ? undefined : fault('file', undefined, `the database file is damaged (${text}).`);
}

/** Rows sealed with a chunk that is not there any more. */
export function verifyReferences(db: Connection): VerifyFault | undefined {
  const [found] = db.pragma('foreign_key_check') as { table: string }[];
  return found && fault('chunk', undefined, `rows of ${found.table} belong to a chunk that is missing.`);
}

/** The tables and the triggers that guard them, against those of a session made now. */
export function verifySchema(db: Connection): VerifyFault | undefined {
  const fresh = createConnection(':memory:');
  try {
    migrate(fresh);
    const found = new Map(readSchema(db).map(({ name, sql }) => [name, sql]));
    for (const { name, sql } of readSchema(fresh)) {
      if (found.get(name) !== sql)
        return fault('schema', undefined, `${name}, which guards or holds the session, was changed or removed.`);
    }
    return undefined;
  } finally {
    fresh.close();
  }
}

function readSchema(db: Connection): { name: string; sql: string }[] {
  return db
    .prepare<[], { name: string; sql: string }>('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL')
    .all();
}
