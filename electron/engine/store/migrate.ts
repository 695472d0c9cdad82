import { sql as first } from './migrations/001.ts';
import { sql as second } from './migrations/002.ts';
import type { Connection } from './open.ts';

/** The schema's steps; the place of a step, from 1, is the `user_version` that it leads to. Steps are never edited. */
export const migrations: readonly string[] = [first, second];

export const schemaVersion = migrations.length;

export function readSchemaVersion(db: Connection): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Brings the schema up to date, each step in a transaction of its own. `within` runs inside the last one. */
export function migrate(db: Connection, within: () => void = () => {}, steps: readonly string[] = migrations): void {
  for (let version = readSchemaVersion(db); version < steps.length; version += 1) {
    const step = steps[version] ?? '';
    db.transaction(() => {
      db.exec(step);
      db.pragma(`user_version = ${version + 1}`);
      if (version + 1 === steps.length) within();
    }).immediate();
  }
}
