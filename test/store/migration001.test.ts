import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, migrations, readSchemaVersion } from '../../electron/engine/store/migrate.ts';
import { createConnection } from '../../electron/engine/store/open.ts';
import { createFolder } from './createFolder.ts';

test('the first step makes the whole schema, in strict tables with their guards', () => {
  const db = createConnection(join(createFolder(), 'a.db'));
  migrate(db, undefined, migrations.slice(0, 1));
  expect(readSchemaVersion(db)).toBe(1);
  const names = (type: string): unknown[] =>
    db
      .prepare('SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE ? ORDER BY name')
      .pluck()
      .all(type, 'sqlite_%');
  expect(names('table')).toEqual([
    'block',
    'chunk',
    'gap',
    'judge_checkpoint',
    'ledger',
    'ledger_checkpoint',
    'meta',
    'plan',
    'quarantine',
    'series',
    'source_state',
    'tail',
    'transition',
  ]);
  for (const table of [
    'plan',
    'chunk',
    'series',
    'block',
    'transition',
    'quarantine',
    'judge_checkpoint',
    'ledger',
    'ledger_checkpoint',
  ]) {
    expect(names('trigger')).toEqual(expect.arrayContaining([`${table}_no_delete`, `${table}_no_update`]));
  }
  expect(() => db.prepare('INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?)').run('s', '', 'seven', 9, 1, null)).toThrow(
    'cannot store TEXT value in INTEGER column gap.from_seq',
  );
  db.close();
});
