import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { backUpNow } from '../../electron/engine/store/backup.ts';
import { migrate, migrations } from '../../electron/engine/store/migrate.ts';
import { createConnection } from '../../electron/engine/store/open.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { readBackups } from '../../electron/engine/store/readBackups.ts';
import { readReach } from '../../electron/engine/store/readReach.ts';
import { restoreBackup } from '../../electron/engine/store/restoreBackup.ts';
import { applicationId } from '../../electron/engine/store/sessionFiles.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { createFolder } from './createFolder.ts';
import { identity } from './createSession.ts';
import { buildBatch, buildStream } from './storedStream.ts';

const stream = buildStream(1200);
const nowMs = Date.UTC(2026, 2, 30, 15);

/** A session with a backup at tick 400, 800 and 1200, and what its content was at each. */
async function createBackups(path: string): Promise<{ backups: readonly string[]; digests: readonly string[] }> {
  let atMs = Date.UTC(2026, 2, 30, 14);
  const session = openSession(path, { mode: 'create', identity, now: () => atMs });
  const [backups, digests]: [string[], string[]] = [[], []];
  for (const to of [400, 800, 1200]) {
    session.seal(buildBatch(stream, to - 400, to));
    atMs += 60_000;
    backups.push(await session.backup());
    digests.push(session.contentDigest());
  }
  session.close();
  return { backups, digests };
}

test('a backup is put in the place of a session, what stood there is kept to the byte, and the session goes on', async () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const { backups, digests } = await createBackups(path);
  const damaged = readFileSync(path).subarray(0, 20_000);
  writeFileSync(path, damaged);
  const { aside, report } = restoreBackup(path, backups[1] ?? '', 'damaged', nowMs);
  expect(report.ok).toBe(true);
  expect(aside).toBe(`${path}.damaged-20260330T150000.000Z`);
  expect(readFileSync(aside ?? '')).toEqual(damaged);
  expect(readdirSync(folder).sort()).toEqual(['a.holdpoint', 'a.holdpoint-backups', basename(aside ?? '')]);
  const restored = openSession(path, { mode: 'resume', now: () => 0 });
  expect(restored.contentDigest()).toBe(digests[1]);
  restored.seal(buildBatch(stream, 800, 1200));
  expect(restored.contentDigest()).toBe(digests[2]);
  restored.close();
});

test('a log that lies there without its session is set aside with it', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  const { backups } = await createBackups(path);
  writeFileSync(`${path}-wal`, 'a log');
  const { aside } = restoreBackup(path, backups[2] ?? '', 'replaced', nowMs);
  expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('a log');
  expect(existsSync(`${path}-wal`)).toBe(false);
  expect(aside).toBe(`${path}.replaced-20260330T150000.000Z`);
});

test('a backup that is not whole is not restored, and nothing is touched', async () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const { backups } = await createBackups(path);
  const [, backup = ''] = backups;
  const bytes = readFileSync(backup);
  bytes.write('other', bytes.indexOf(identity.createdBy));
  writeFileSync(backup, bytes);
  expect(verifySession(backup).ok).toBe(false);
  const before = readFileSync(path);
  expect(() => restoreBackup(path, backup, 'damaged', nowMs)).toThrow(/came out damaged \(.+\) and was thrown away/);
  expect(readFileSync(path)).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(['a.holdpoint', 'a.holdpoint-backups']);
});

test('a session that is being written is left alone', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  const { backups } = await createBackups(path);
  const session = openSession(path, { mode: 'resume', now: () => 0 });
  expect(() => restoreBackup(path, backups[0] ?? '', 'damaged', nowMs)).toThrow(
    expect.objectContaining({
      code: 'busy',
      message: `Another process is writing ${path}: close it there first, then restore it.`,
    }),
  );
  expect(session.readDurable().chunks).toBe(3);
  session.close();
});

test('a backup from before the schema changed is brought up to date', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const db = createConnection(path);
  migrate(db, undefined, migrations.slice(0, 1));
  db.pragma(`application_id = ${applicationId}`);
  db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('identity', JSON.stringify(identity));
  const backup = backUpNow(db, path, nowMs);
  db.close();
  expect(restoreBackup(path, backup, 'damaged', nowMs).report.ok).toBe(true);
  expect(verifySession(path).ok).toBe(true);
});

test('backups are found from the session, from a file that was set aside and from a place where there is none', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  const { backups } = await createBackups(path);
  const newestFirst = backups.toReversed();
  expect(readBackups(path)).toMatchObject({ place: path, isTaken: true, aside: undefined });
  expect(readBackups(path).backups.map((backup) => backup.path)).toEqual(newestFirst);
  expect(readBackups(path).backups[0]?.madeAtMs).toBe(Date.UTC(2026, 2, 30, 14, 3));
  const asides = [8, 9].map((place) => restoreBackup(path, newestFirst[0] ?? '', 'damaged', nowMs + place).aside ?? '');
  for (const one of [path, ...asides]) {
    expect(readBackups(one)).toMatchObject({ place: path, isTaken: true, aside: asides[1] });
    expect(readBackups(one).backups).toHaveLength(3);
  }
  expect(readBackups(join(createFolder(), 'b.holdpoint'))).toMatchObject({ isTaken: false, backups: [] });
  expect(() => readBackups('/nowhere/at/all.holdpoint')).toThrow(expect.objectContaining({ code: 'missing' }));
});

test('how far a session goes is read from its ends, 0 where there is nothing', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = openSession(path, { mode: 'create', identity, now: () => 0 });
  expect(readReach(path)).toEqual({ line: 0, tick: 0, ledgerSeq: 0 });
  session.seal(buildBatch(stream, 0, 400));
  session.appendLedger({ at: 1, actor: { role: 'sre', name: 'Ada' }, kind: 'note.taken', body: {} });
  expect(readReach(path)).toEqual({
    line: stream.linesAtTick[399],
    tick: session.readDurable().lastTick,
    ledgerSeq: 1,
  });
  session.close();
  writeFileSync(path, readFileSync(path).subarray(0, 5000));
  expect(readReach(path)).toBeUndefined();
});
