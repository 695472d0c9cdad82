import Database from 'better-sqlite3';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerCheckpoint } from '../../shared/model/ledgerRow.ts';
import { createSession } from './createSession.ts';
import { buildBatch, buildStream, rawLines } from './storedStream.ts';

export const stream = buildStream(2000);
export const cuts = [300, 650, 1000, 1300, 1900];

export interface Fixture {
  readonly folder: string;
  readonly path: string;
  readonly checkpoint: LedgerCheckpoint;
}

/** Five chunks, ten transitions, 121 ledger rows, two plans, some tail; signed at rows 100 and 121. */
export function createFixture(folder: string): Fixture {
  const path = join(folder, 'sound.holdpoint');
  const session = createSession(path, { signed: true });
  session.appendPlan({ at: 1, digest: 'sha256:1', text: 'plan one' });
  session.appendPlan({ at: 2, digest: 'sha256:2', text: 'plan two' });
  cuts.forEach((to, index) => {
    const ledger = Array.from({ length: 24 }, (_, row) => ({
      at: index * 100 + row,
      actor: { role: 'sre', name: 'Ada' },
      kind: 'note.taken',
      body: { text: `Note ${row} of ${index}`, list: [1, 2, 3] },
    }));
    session.seal({ ...buildBatch(stream, cuts[index - 1] ?? 0, to), ledger });
  });
  const line = stream.linesAtTick[1899] ?? 0;
  session.commitTail(rawLines(stream, line, line + 5));
  session.commitTail(rawLines(stream, line + 5, line + 11));
  const checkpoint = session.signCheckpoint();
  session.close();
  if (checkpoint === undefined) throw new Error('No checkpoint was signed.');
  return { folder, path, checkpoint };
}

/** A copy of the session, changed by SQL behind its guards, which are put up again afterwards. */
export function tamper({ folder, path }: Fixture, change: (db: Database.Database) => void): string {
  const copy = join(folder, 'tampered.holdpoint');
  copyFileSync(path, copy);
  const db = new Database(copy);
  db.pragma('foreign_keys = OFF');
  const triggers = db
    .prepare<[], { name: string; sql: string }>(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
    .all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
  change(db);
  for (const { sql } of triggers) db.exec(sql);
  db.close();
  return copy;
}

const pageBytes = 4096;

/** A copy of the session with the page lost on which these bytes first stand. */
export function losePage({ folder, path }: Pick<Fixture, 'folder' | 'path'>, text: string | Buffer): string {
  const bytes = readFileSync(path);
  const page = Math.floor(bytes.indexOf(text) / pageBytes);
  bytes.fill(0xff, page * pageBytes, (page + 1) * pageBytes);
  const copy = join(folder, 'lost.holdpoint');
  writeFileSync(copy, bytes);
  return copy;
}
