import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { Session } from '../../electron/engine/store/session.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';
import { createFolder } from '../store/createFolder.ts';
import { identity } from '../store/createSession.ts';
import { losePage } from '../store/signedSession.ts';
import { buildBatch, buildStream, rawLines } from '../store/storedStream.ts';

scratchFolder();
const stream = buildStream(700);
const lines = (ticks: number): number => stream.linesAtTick[ticks - 1] ?? 0;
const names = ['20260330T140000.000Z.holdpoint', '20260330T141500.000Z.holdpoint'];

function note(session: Session, text: string): void {
  const body = { text: `the ${text} note`, wide: 'x'.repeat(3000) };
  session.appendLedger({
    at: Date.UTC(2026, 2, 30, 14, 20),
    actor: { role: 'sre', name: 'Ada' },
    kind: 'note.written',
    body,
  });
}

/** Backups at 14:00 (one row of the ledger) and 14:15 (two), and then some more of everything. */
async function createBackedUp(): Promise<string> {
  const path = join(createFolder(), 'a.holdpoint');
  let nowMs = Date.UTC(2026, 2, 30, 14);
  const session = openSession(path, { mode: 'create', identity, now: () => nowMs });
  note(session, 'first');
  await session.backup();
  nowMs += 15 * 60_000;
  session.seal(buildBatch(stream, 0, 300));
  note(session, 'second');
  await session.backup();
  session.seal(buildBatch(stream, 300, 600));
  note(session, 'third');
  note(session, 'fourth');
  session.commitTail(rawLines(stream, lines(600), lines(600) + 7));
  session.close();
  return path;
}

/** Loses the page of some text. */
function damage(path: string, text: string): void {
  renameSync(losePage({ folder: createFolder(), path }, text), path);
}

function asideOf(path: string): string {
  const [name = ''] = readdirSync(join(path, '..')).filter((one) => /\.(?:damaged|replaced)-/.test(one));
  return join(path, '..', name);
}

test('the backups are listed with their times and what they hold, and nothing is touched', async () => {
  const path = await createBackedUp();
  writeFileSync(join(`${path}-backups`, names[1] ?? ''), 'nothing');
  const before = readdirSync(join(path, '..'));
  expect(await callHoldpoint(['restore', path, '--list'])).toEqual({
    exitCode: 0,
    stderr: '',
    stdout:
      `Backups of ${path}, the newest first:\n` +
      `  2026-03-30T14:15:00Z  ${names[1]}  NOT WHOLE: ${join(`${path}-backups`, names[1] ?? '')} is not a Holdpoint session: check the path; it was left as it is.\n` +
      `  2026-03-30T14:00:00Z  ${names[0]}  whole: 0 lines in 0 chunks, 1 ledger row\n`,
  });
  const { stdout } = await callHoldpoint(['restore', path, '--list', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    session: path,
    backups: [{ wrong: expect.any(String) as string }, { madeAtMs: Date.UTC(2026, 2, 30, 14), wrong: null }],
  });
  expect(readdirSync(join(path, '..'))).toEqual(before);
});

test('a damaged session is restored from its newest backup, and what came after it is told', async () => {
  const path = await createBackedUp();
  damage(path, 'the third note');
  const damaged = readFileSync(path);
  const { exitCode, stdout, stderr } = await callHoldpoint(['restore', path]);
  expect([exitCode, stderr]).toEqual([0, '']);
  const aside = asideOf(path);
  expect(readFileSync(aside)).toEqual(damaged);
  expect(stdout.split('\n')).toEqual([
    `${path} is again as it was at 2026-03-30T14:15:00Z, and whole: ${lines(300).toLocaleString('en-US')} lines in 1 chunk, 2 ledger rows`,
    `  copied from ${join(`${path}-backups`, names[1] ?? '')}`,
    `  what stood there is kept as ${aside}`,
    '  What came after the backup is not in it:',
    expect.stringMatching(
      new RegExp(
        `^    ${(lines(600) + 7 - lines(300)).toLocaleString('en-US')} lines of telemetry, .* to ${(lines(600) + 7).toLocaleString('en-US')}: replay the recording into ${path}, which reads them again$`,
      ),
    ),
    expect.stringMatching(/^ {4}the judgement up to .*Z; now it is judged up to .*Z$/),
    '    1 row of the ledger that cannot be read any more, or was changed',
    '    1 row of the ledger:',
    expect.stringMatching(
      /^ {6}4 {2}2026-03-30T14:20:00Z {2}sre \(Ada\) {2}note.written {2}text the fourth note, wide x+/,
    ),
    `  Say again in the room what people decided there; holdpoint verify ${aside} --salvage rows.ndjson writes those rows to a file.`,
    '',
  ]);
  expect(verifySession(path).ok).toBe(true);
  const session = openSession(path, { mode: 'resume', now: () => 0 });
  expect(session.readLedger().map(({ body }) => body['text'])).toEqual(['the first note', 'the second note']);
  session.seal(buildBatch(stream, 300, 600));
  session.close();
});

test('a backup that is not whole is left out and said to be, and the one before it is taken', async () => {
  const path = await createBackedUp();
  damage(join(`${path}-backups`, names[1] ?? ''), 'the second note');
  damage(path, 'the third note');
  const { exitCode, stdout } = await callHoldpoint(['restore', path, '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    session: path,
    backup: join(`${path}-backups`, names[0] ?? ''),
    madeAtMs: Date.UTC(2026, 2, 30, 14),
    aside: asideOf(path),
    loss: {
      unread: [],
      lines: { from: 1, to: lines(600) + 7 },
      judged: { now: 0 },
      rows: [{ body: { text: 'the second note' } }, { body: { text: 'the fourth note' } }],
      lostRows: 1,
    },
  });
});

test('a session that was set aside already is restored too, by either name, and held against the file', async () => {
  const path = await createBackedUp();
  damage(path, 'the third note');
  expect(() => openSession(path, { mode: 'resume', now: () => 0 })).toThrow(`(holdpoint restore ${path})`);
  const aside = asideOf(path);
  const { exitCode, stdout } = await callHoldpoint(['restore', aside, '--json']);
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ session: path, aside: null, loss: { aside, lostRows: 1 } });
  expect(verifySession(path).ok).toBe(true);
});

test('where nothing can be read of what stood there, or nothing stood there, that is said', async () => {
  const path = await createBackedUp();
  writeFileSync(path, readFileSync(path).subarray(0, 5000));
  const cut = await callHoldpoint(['restore', path]);
  expect(cut.exitCode).toBe(0);
  for (const what of ['telemetry', 'ledger']) {
    expect(cut.stdout).toContain(
      `  The end of the ${what} in ${asideOf(path)} cannot be read, so there may have been more: it was last written at `,
    );
  }
  const short = await createBackedUp();
  damage(short, 'the fourth note');
  const { stdout } = await callHoldpoint(['restore', short]);
  expect(stdout).toContain('1 row of the ledger:\n      3  ');
  expect(stdout).toContain(`The end of the ledger in ${asideOf(short)} cannot be read, so there may have been more`);
  expect(stdout).not.toContain('The end of the telemetry');
  const gone = await createBackedUp();
  renameSync(gone, join(createFolder(), 'elsewhere'));
  expect((await callHoldpoint(['restore', gone])).stdout).toContain(
    '  No file stood there, so what came after the backup is unknown.\n',
  );
});

test('a session that is not damaged is replaced only by a backup that is named, and kept', async () => {
  const path = await createBackedUp();
  const before = readFileSync(path);
  expect(await callHoldpoint(['restore', path])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `${path} is not damaged, so nothing was restored. holdpoint restore ${path} --list shows its backups; name one with --from to go back to it all the same.\n`,
  });
  expect(readFileSync(path)).toEqual(before);
  expect(await callHoldpoint(['restore', path, '--from', 'other.holdpoint'])).toMatchObject({
    exitCode: 2,
    stderr: `other.holdpoint is no backup of ${path}: holdpoint restore ${path} --list shows them.\n`,
  });
  const { exitCode } = await callHoldpoint(['restore', path, '--from', names[0] ?? '']);
  expect(exitCode).toBe(0);
  expect(basename(asideOf(path))).toContain('.replaced-');
  expect(readFileSync(asideOf(path))).toEqual(before);
  expect(verifySession(path)).toMatchObject({ ok: true, counts: { ledgerRows: 1 } });
});

test('without a backup that is whole nothing is touched, in words', async () => {
  const path = await createBackedUp();
  damage(path, 'the third note');
  for (const name of names) writeFileSync(join(`${path}-backups`, name), 'nothing');
  const before = readFileSync(path);
  const { exitCode, stdout, stderr } = await callHoldpoint(['restore', path]);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^Nothing was restored, because no backup of \S+ that was looked at is whole:\n/);
  for (const name of names) expect(stderr).toContain(`  ${name}  NOT WHOLE: `);
  expect(readFileSync(path)).toEqual(before);
  const none = join(createFolder(), 'none.holdpoint');
  expect(await callHoldpoint(['restore', none])).toMatchObject({
    exitCode: 3,
    stdout: '',
    stderr: `There is no backup of ${none}: replay the recording into a new session; holdpoint verify --salvage saves what people did.\n`,
  });
  expect(await callHoldpoint(['restore', none, '--list'])).toEqual({
    exitCode: 0,
    stdout: `There is no backup of ${none}: one is made every quarter of an hour while it goes at a pace.\n`,
    stderr: '',
  });
});
