import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import { callHoldpoint, scratchFolder } from '../help/runHoldpoint.ts';
import { createFolder } from '../store/createFolder.ts';
import { createSession } from '../store/createSession.ts';
import { createFixture, tamper } from '../store/signedSession.ts';

scratchFolder();
const pageBytes = 4096;

/** A session with 60 ledger rows of half a page each, and its rows; the page of row 57 is lost. */
async function createDamaged(path: string, backups: number): Promise<readonly LedgerRow[]> {
  const session = createSession(path);
  for (let index = 1; index <= 60; index += 1) {
    const body = { text: `Note ${index}`, more: `${index} `.repeat(500) };
    session.appendLedger({ at: index, actor: { role: 'sre', name: 'a' }, kind: 'note.taken', body });
  }
  const rows = session.readLedger();
  for (let made = 0; made < backups; made += 1) await session.backup();
  session.close();
  const bytes = readFileSync(path);
  const page = Math.floor(bytes.indexOf('"text":"Note 57"') / pageBytes);
  bytes.fill(0xff, page * pageBytes, (page + 1) * pageBytes);
  writeFileSync(path, bytes);
  return rows;
}

function readRows(path: string): LedgerRow[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LedgerRow);
}

function onlyBackup(path: string): string {
  const names = readdirSync(`${path}-backups`);
  expect(names).toHaveLength(1);
  return join(`${path}-backups`, names[0] ?? '');
}

test('of a damaged session, verify names the newest backup and saves what is whole of the ledger', async () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  const rows = await createDamaged(path, 1);
  const output = join(folder, 'saved.ndjson');
  const { exitCode, stdout, stderr } = await callHoldpoint(['verify', path, '--salvage', output]);
  expect(exitCode).toBe(1);
  const backup = onlyBackup(path);
  expect(stderr).toMatch(/^\S+a\.holdpoint is not whole: [^\n]+\n$/);
  expect(stderr).toContain(
    ` Keep the file; go on with its newest backup, ${backup} (holdpoint restore ${path}), or replay the recording into a new session.\n`,
  );
  const saved = readRows(output);
  const lost = rows.filter(({ seq }) => !saved.some((row) => row.seq === seq));
  expect(saved).toEqual(rows.filter((row) => !lost.includes(row)));
  expect(lost.map(({ seq }) => seq)).toContain(57);
  expect(lost.length).toBeLessThan(10);
  const words = lost.length === 1 ? '1 row' : `${lost.length} rows`;
  expect(stdout).toContain(`${output}: ${saved.length} ledger rows written, ${words} cannot be read (`);
});

test('nothing is written over, not even the session', async () => {
  const folder = createFolder();
  const path = join(folder, 'a.holdpoint');
  await createDamaged(path, 0);
  const before = readFileSync(path);
  expect(await callHoldpoint(['verify', path, '--salvage', path])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `${path} is there already: name another file for what is saved of the ledger.\n`,
  });
  expect(readFileSync(path).equals(before)).toBe(true);
  const nowhere = join(folder, 'none', 'saved.ndjson');
  const refused = await callHoldpoint(['verify', path, '--salvage', nowhere, '--json']);
  expect(refused.exitCode).toBe(3);
  expect(JSON.parse(refused.stdout)).toMatchObject({ ok: false });
  expect(refused.stderr).toContain(`${nowhere} could not be written (ENOENT): check the folder and the space.\n`);
  expect(refused.stderr).toContain('it has no backup, so replay the recording into a new session.\n');
});

test('a row that was changed is left out and named', async () => {
  const fixture = createFixture(createFolder());
  const copy = tamper(fixture, (db) => db.prepare(`UPDATE ledger SET body = '{"text":"other"}' WHERE seq = 17`).run());
  const output = join(fixture.folder, 'saved.ndjson');
  const { exitCode, stdout } = await callHoldpoint(['verify', copy, '--salvage', output, '--json']);
  expect(exitCode).toBe(1);
  const { salvaged } = JSON.parse(stdout) as { salvaged: unknown };
  expect(salvaged).toEqual({ file: output, rows: 120, lost: [], changed: [17] });
  expect(readRows(output).map(({ seq }) => seq)).not.toContain(17);
});

test('a sound session is saved whole; what is no session writes nothing', async () => {
  const { folder, path } = createFixture(createFolder());
  const output = join(folder, 'saved.ndjson');
  const { exitCode, stdout, stderr } = await callHoldpoint(['verify', path, '--salvage', output]);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout.endsWith(`${output}: 121 ledger rows written\n`)).toBe(true);
  const other = join(folder, 'other.ndjson');
  expect((await callHoldpoint(['verify', output, '--salvage', other])).exitCode).toBe(1);
  expect(existsSync(other)).toBe(false);
});

test('a session that was set aside still finds its backup', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  await createDamaged(path, 1);
  const backup = onlyBackup(path);
  let aside = '';
  try {
    openSession(path, { mode: 'resume', now: () => 0 });
  } catch (error) {
    expect(String(error)).toContain(`go on with its newest backup, ${backup} (holdpoint restore ${path}), or replay`);
    aside = (error as { quarantinedAs: string }).quarantinedAs;
  }
  expect((await callHoldpoint(['verify', aside])).stderr).toContain(
    `newest backup, ${backup} (holdpoint restore ${path}), or`,
  );
});

test('Ctrl-C ends the work in words, and the file is let go of', async () => {
  const { folder, path } = createFixture(createFolder());
  const before = readdirSync(folder);
  const { exitCode, stdout, stderr } = await callHoldpoint(['verify', path], { signal: AbortSignal.abort() });
  expect([exitCode, stdout, stderr]).toEqual([3, '', `Interrupted: whether ${path} is whole was not found out.\n`]);
  expect(readdirSync(folder)).toEqual(before);
});

test('the checkpoint that verify prints can be kept, and proves the session later', async () => {
  const fixture = createFixture(createFolder());
  const { path, folder } = fixture;
  const kept = join(folder, 'kept.json');
  expect((await callHoldpoint(['verify', path])).stdout).toContain(
    `  holdpoint verify ${path} --json > kept.json keeps that checkpoint; --checkpoint kept.json holds the session against it.\n`,
  );
  writeFileSync(kept, (await callHoldpoint(['verify', path, '--json'])).stdout);
  const held = await callHoldpoint(['verify', path, '--checkpoint', kept]);
  expect(held.exitCode).toBe(0);
  expect(held.stdout).toContain('are proven by the checkpoint.\n');
  expect(held.stdout).not.toContain('kept.json');
  const cut = tamper(fixture, (db) =>
    db.exec('DELETE FROM ledger_checkpoint WHERE seq = 121; DELETE FROM ledger WHERE seq = 121'),
  );
  expect((await callHoldpoint(['verify', cut])).exitCode).toBe(0);
  const found = await callHoldpoint(['verify', cut, '--checkpoint', kept]);
  expect([found.exitCode, found.stderr]).toEqual([1, expect.stringContaining('proves that it went on: it was cut.')]);
  writeFileSync(kept, JSON.stringify(fixture.checkpoint));
  expect((await callHoldpoint(['verify', path, '--checkpoint', kept])).exitCode).toBe(0);
  writeFileSync(kept, '{"ok":true}');
  expect(await callHoldpoint(['verify', path, '--checkpoint', kept])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`${kept} is no checkpoint: give what holdpoint verify --json`) as string,
  });
});
