import Database from 'better-sqlite3';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate, migrations, readSchemaVersion, schemaVersion } from '../../electron/engine/store/migrate.ts';
import { createConnection } from '../../electron/engine/store/open.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';

const steps = [
  'CREATE TABLE a (x INTEGER) STRICT',
  'ALTER TABLE a ADD COLUMN y INTEGER',
  'CREATE TABLE b (z INTEGER) STRICT',
];

test('steps run in order, each once, from wherever the file is', () => {
  const db = createConnection(join(createFolder(), 'a.db'));
  migrate(db, undefined, steps.slice(0, 1));
  expect(readSchemaVersion(db)).toBe(1);
  migrate(db, undefined, steps);
  expect(readSchemaVersion(db)).toBe(3);
  migrate(db, undefined, steps);
  db.exec('INSERT INTO a (x, y) VALUES (1, 2); INSERT INTO b VALUES (3)');
  db.close();
});

test('a step that fails leaves the version before it, whole', () => {
  const db = createConnection(join(createFolder(), 'a.db'));
  const broken = [steps[0] ?? '', 'CREATE TABLE c (x INTEGER) STRICT; SELECT nonsense', steps[2] ?? ''];
  expect(() => migrate(db, undefined, broken)).toThrow('no such column: nonsense');
  expect(readSchemaVersion(db)).toBe(1);
  expect(db.prepare(`SELECT name FROM sqlite_schema`).pluck().all()).toEqual(['a']);
  migrate(db, undefined, steps);
  expect(readSchemaVersion(db)).toBe(3);
  db.close();
});

test('what is to happen with the last step happens in its transaction', () => {
  const db = createConnection(join(createFolder(), 'a.db'));
  const fail = (): void => {
    throw new Error('no');
  };
  expect(() => migrate(db, fail, steps)).toThrow('no');
  expect(readSchemaVersion(db)).toBe(2);
  migrate(db, () => db.exec('INSERT INTO b VALUES (1)'), steps);
  expect(db.prepare('SELECT z FROM b').pluck().all()).toEqual([1]);
  db.close();
});

test('every step has a test of its own', () => {
  const tests = readdirSync(import.meta.dirname).filter((name) => /^migration\d/.test(name));
  const wanted = migrations.map((_, index) => `migration${String(index + 1).padStart(3, '0')}.test.ts`);
  expect(tests.sort()).toEqual(wanted);
  expect(schemaVersion).toBe(wanted.length);
});

test('a session of an earlier version is backed up before it is brought up to date, and cannot only be read', () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  createSession(path).close();
  const db = new Database(path);
  db.pragma('user_version = 0');
  db.close();
  const before = readFileSync(path);
  expect(() => openSession(path, { mode: 'read', now: () => 0 })).toThrow(
    expect.objectContaining({
      code: 'needs_migration',
      message: `${path} was written by an earlier version: resume it once, which brings it up to date, and then read it.`,
    }),
  );
  // The tables of version 1 are there already, so the step to it fails: nothing is lost, and the backup is there.
  expect(() => openSession(path, { mode: 'resume', now: () => 0 })).toThrow('table meta already exists');
  expect(readdirSync(`${path}-backups`)).toEqual(['19700101T000000.000Z.holdpoint']);
  expect(readFileSync(path).subarray(100)).toEqual(before.subarray(100));
  expect(readdirSync(folder).sort()).toEqual(['a.holdpoint', 'a.holdpoint-backups']);
});
