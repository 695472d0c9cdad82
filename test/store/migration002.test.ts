import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, migrations, readSchemaVersion } from '../../electron/engine/store/migrate.ts';
import { createConnection } from '../../electron/engine/store/open.ts';
import { createFolder } from './createFolder.ts';

test('the second step adds files of evidence to a session that has rows, and guards them', () => {
  const db = createConnection(join(createFolder(), 'a.db'));
  migrate(db, undefined, migrations.slice(0, 1));
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('identity', '{}');
  migrate(db, undefined, migrations.slice(0, 2));
  expect(readSchemaVersion(db)).toBe(2);
  expect(db.prepare('SELECT value FROM meta').pluck().get()).toBe('{}');
  db.prepare('INSERT INTO evidence_file VALUES (?, ?, ?)').run('a'.repeat(64), 1, Buffer.from('x'));
  expect(() => db.prepare('DELETE FROM evidence_file').run()).toThrow('never changed or taken away');
  expect(() => db.prepare('UPDATE evidence_file SET bytes = 2').run()).toThrow('never changed or taken away');
  expect(() => db.prepare('INSERT INTO evidence_file VALUES (?, ?, ?)').run('short', 1, Buffer.from('x'))).toThrow(
    'CHECK constraint failed',
  );
  db.close();
});
