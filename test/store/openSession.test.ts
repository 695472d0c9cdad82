import Database from 'better-sqlite3';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { schemaVersion } from '../../electron/engine/store/migrate.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { SessionError } from '../../electron/engine/store/sessionError.ts';
import { createFolder } from './createFolder.ts';
import { createSession, identity } from './createSession.ts';
import { buildBatch, buildStream } from './storedStream.ts';

const stream = buildStream(400);
const now = (): number => Date.UTC(2026, 2, 30, 14, 0, 0, 123);

function refusal(run: () => unknown): { code: string; message: string; quarantinedAs?: string | undefined } {
  try {
    run();
  } catch (error) {
    const { name, code, message, quarantinedAs } = error as SessionError;
    expect(name).toBe('SessionError');
    return quarantinedAs === undefined ? { code, message } : { code, message, quarantinedAs };
  }
  throw new Error('It was not refused.');
}

test('the file is what the format says, and nothing lies beside it once it is closed', () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const session = createSession(path);
  session.seal(buildBatch(stream, 0, 100));
  session.close();
  expect(readdirSync(folder)).toEqual(['a.holdpoint']);
  const db = new Database(path, { readonly: true });
  expect(db.pragma('application_id', { simple: true })).toBe(0x484f4c44);
  expect(db.pragma('user_version', { simple: true })).toBe(schemaVersion);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  const tables = db.pragma('table_list') as { schema: string; name: string; type: string; strict: number }[];
  const ours = tables.filter(
    ({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'),
  );
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.filter(({ strict }) => strict !== 1)).toEqual([]);
  db.close();
});

test('create refuses a path that is taken, and a folder that is not there', () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  createSession(path).close();
  const before = readFileSync(path);
  expect(refusal(() => createSession(path))).toEqual({
    code: 'exists',
    message: `${path} is there already: resume it, or choose another name.`,
  });
  expect(readFileSync(path)).toEqual(before);
  expect(refusal(() => createSession(join(folder, 'no', 'a.holdpoint')))).toEqual({
    code: 'missing',
    message: `There is no folder ${join(folder, 'no')}: create it, or choose another place for the session.`,
  });
  mkdirSync(join(folder, 'b.holdpoint'));
  expect(refusal(() => createSession(join(folder, 'b.holdpoint'))).code).toBe('not_a_file');
});

test('a log without its session is not played into a new one', () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  writeFileSync(`${path}-wal`, 'somebody else’s pages');
  const session = createSession(path);
  expect(session.readDurable().chunks).toBe(0);
  session.close();
  expect(readdirSync(folder).sort()).toEqual(['a.holdpoint', 'a.holdpoint.damaged-20260330T194640.000Z-wal']);
});

test.each(['resume', 'read'] as const)('%s refuses what is no session, and leaves it as it was', (mode) => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const open = (): unknown => openSession(path, { mode, now });
  expect(refusal(open)).toEqual({ code: 'missing', message: `There is no session at ${path}: check the path.` });

  const foreign = join(folder, 'foreign.db');
  const db = new Database(foreign);
  db.exec('CREATE TABLE t (a); INSERT INTO t VALUES (1)');
  db.pragma('journal_mode = WAL');
  db.close();
  const words = `${path} is not a Holdpoint session: check the path; it was left as it is.`;
  for (const content of [
    Buffer.alloc(0),
    Buffer.from('{"t":1}\n'),
    Buffer.alloc(5000, 'SQLite format 3\0'),
    readFileSync(foreign),
  ]) {
    writeFileSync(path, content);
    expect(refusal(open)).toEqual({ code: 'not_a_session', message: words });
    expect(readFileSync(path)).toEqual(content);
  }
  const folderPath = join(folder, 'folder.holdpoint');
  mkdirSync(folderPath);
  expect(refusal(() => openSession(folderPath, { mode, now }))).toEqual({
    code: 'not_a_file',
    message: `${folderPath} is a folder: give the path of a session file.`,
  });
  expect(readdirSync(folder).sort()).toEqual(['a.holdpoint', 'folder.holdpoint', 'foreign.db']);
});

test.runIf(process.platform !== 'win32')('a pipe is refused without being opened', () => {
  const path = join(createFolder(), 'pipe');
  execFileSync('mkfifo', [path]);
  expect(refusal(() => openSession(path, { mode: 'resume', now }))).toEqual({
    code: 'not_a_file',
    message: `${path} is no regular file: give the path of a session file.`,
  });
});

test.each([
  ['cut short', (path: string) => truncateSync(path, Math.floor(statSync(path).size / 8192) * 4096)],
  ['cut to its header', (path: string) => truncateSync(path, 200)],
  ['with pages that make no sense', (path: string) => damage(path, 4096 * 3, 8192)],
  ['with a page of the schema lost', (path: string) => damage(path, 104, 3900)],
])('a session %s is set aside whole, and never deleted', (_, spoil) => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const session = createSession(path);
  session.seal(buildBatch(stream, 0, 400));
  session.close();
  spoil(path);
  const spoilt = readFileSync(path);
  const aside = `${path}.damaged-20260330T140000.123Z`;
  expect(refusal(() => openSession(path, { mode: 'resume', now }))).toEqual({
    code: 'corrupt',
    message: `${path} is damaged and was set aside as ${aside}: it has no backup, so replay the recording into a new session.`,
    quarantinedAs: aside,
  });
  expect(readdirSync(folder)).toEqual(['a.holdpoint.damaged-20260330T140000.123Z']);
  expect(readFileSync(aside)).toEqual(spoilt);
  createSession(path).close();
});

test('reading a damaged session does not set it aside', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path);
  session.seal(buildBatch(stream, 0, 400));
  session.close();
  damage(path, 104, 3900);
  expect(refusal(() => openSession(path, { mode: 'read', now })).code).toBe('corrupt');
  expect(existsSync(path)).toBe(true);
});

test('a session of a newer version is open for reading only, and stays as it was', () => {
  const path = join(createFolder(), 'a.holdpoint');
  createSession(path).close();
  const db = new Database(path);
  db.pragma(`user_version = ${schemaVersion + 1}`);
  db.close();
  const before = readFileSync(path);
  const notice = `${path} was written by a newer version of Holdpoint, so it is open for reading only: update Holdpoint to go on with it.`;
  for (const mode of ['resume', 'read'] as const) {
    const session = openSession(path, { mode, now });
    expect([session.writable, session.notice]).toEqual([false, notice]);
    expect(session.readDurable().chunks).toBe(0);
    expect(refusal(() => session.seal(buildBatch(stream, 0, 10)))).toEqual({ code: 'read_only', message: notice });
    session.close();
    expect(readFileSync(path)).toEqual(before);
  }
});

test('one writes at a time, others may read, and a second writer in the same process is refused too', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const writer = createSession(path);
  const busy = {
    code: 'busy',
    message: `Another process is writing ${path}: close it there first, or open the session for reading.`,
  };
  expect(refusal(() => openSession(path, { mode: 'resume', now }))).toEqual(busy);
  const reader = openSession(path, { mode: 'read', now });
  expect(reader.readDurable().chunks).toBe(0);
  writer.seal(buildBatch(stream, 0, 100));
  expect(reader.readDurable().chunks).toBe(1);
  expect([...reader.readTicks({ fromTick: 0, toTick: Infinity })]).toHaveLength(100);
  reader.close();
  expect(refusal(() => openSession(path, { mode: 'resume', now }))).toEqual(busy);
  writer.close();
  const next = openSession(path, { mode: 'resume', now });
  next.seal(buildBatch(stream, 100, 200));
  next.close();
});

test('the lock is the process’s: it keeps other processes out, and goes when the process is killed', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  createSession(path).close();
  const holder = await startHolder(path);
  expect(refusal(() => openSession(path, { mode: 'resume', now })).code).toBe('busy');
  const reader = openSession(path, { mode: 'read', now });
  expect(reader.readDurable()).toMatchObject({ chunks: 1, tailLine: 502, sealedLine: 500 });
  holder.kill('SIGKILL');
  await new Promise((done) => holder.once('exit', done));
  const session = openSession(path, { mode: 'resume', now });
  expect(session.readDurable()).toMatchObject({ chunks: 1, tailLine: 502, sealedLine: 500 });
  expect([...session.readTailLines()].map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['x', 'y']);
  reader.close();
  session.close();
});

test('of many processes that want to write at once, one at a time does', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  createSession(path).close();
  const script = `
    const { openSession } = await import(${JSON.stringify(new URL('../../electron/engine/store/openSession.ts', import.meta.url).href)});
    const { appendFileSync } = await import('node:fs');
    for (let wins = 0; wins < 15; ) {
      let session;
      try { session = openSession(${JSON.stringify(path)}, { mode: 'resume', now: () => 0 }); }
      catch (error) { if (error.code !== 'busy') throw error; continue; }
      const first = session.readDurable().tailLine + 1;
      appendFileSync(${JSON.stringify(`${path}.log`)}, 'in\\n');
      session.commitTail({ first, count: 1, bytes: [Buffer.from('x\\n')] });
      appendFileSync(${JSON.stringify(`${path}.log`)}, 'out\\n');
      session.close();
      wins += 1;
    }`;
  const codes = await Promise.all([1, 2, 3].map(() => runToEnd(spawnNode(script))));
  expect(codes).toEqual([0, 0, 0]);
  expect(readFileSync(`${path}.log`, 'utf8')).toBe('in\nout\n'.repeat(45));
  const session = openSession(path, { mode: 'read', now });
  expect(session.readDurable().tailLine).toBe(45);
  session.close();
});

test('a session may be opened through a link', () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const writer = createSession(path);
  const link = join(folder, 'link.holdpoint');
  symlinkSync(path, link);
  expect(refusal(() => openSession(link, { mode: 'resume', now })).code).toBe('busy');
  writer.close();
  const session = openSession(link, { mode: 'resume', now });
  expect(session.identity).toEqual(identity);
  session.close();
});

function damage(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, from, from + length);
  writeFileSync(path, bytes);
}

/** A process that has sealed 100 seconds' worth of lines, holds two more in the tail, and stays. */
async function startHolder(path: string): Promise<ChildProcess> {
  const child = spawnNode(`
    const { openSession } = await import(${JSON.stringify(new URL('../../electron/engine/store/openSession.ts', import.meta.url).href)});
    const { buildBatch, buildStream } = await import(${JSON.stringify(new URL('./storedStream.ts', import.meta.url).href)});
    const session = openSession(${JSON.stringify(path)}, { mode: 'resume', now: () => 0 });
    const batch = buildBatch(buildStream(200), 0, 200);
    session.seal({ ...batch, lines: { first: 1, count: 500, bytes: [Buffer.from('a\\n'.repeat(500))] } });
    session.commitTail({ first: 501, count: 2, bytes: [Buffer.from('x\\ny\\n')] });
    process.stdout.write('ready');
    setInterval(() => session.readDurable(), 1000);
  `);
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((ready) => child.stdout?.once('data', ready));
  return child;
}

function spawnNode(script: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

function runToEnd(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once('exit', done));
}
