import Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { createSigningKey } from '../../electron/engine/store/signingKey.ts';
import { verifyInSteps, verifySession } from '../../electron/engine/store/verify.ts';
import type { LedgerCheckpoint } from '../../shared/model/ledgerRow.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';
import { createFixture, cuts, losePage, stream, tamper, type Fixture } from './signedSession.ts';
import { buildBatch, rawLines } from './storedStream.ts';

let shared: Fixture;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-verify-'));
  shared = createFixture(folder);
  return () => rmSync(folder, { recursive: true, force: true });
});

function firstFault(path: string, checkpoint?: LedgerCheckpoint): string | undefined {
  return verifySession(path, checkpoint === undefined ? {} : { checkpoint }).faults[0]?.text;
}

test('a sound session is proven up to its checkpoint, and what came later is said not to be', () => {
  const { path, checkpoint } = createFixture(createFolder());
  expect(verifySession(path, { checkpoint })).toEqual({
    ok: true,
    faults: [],
    counts: { ledgerRows: 121, transitions: 10, chunks: 5, lines: stream.linesAtTick[1899], tailLines: 11 },
    proven: 'the ledger up to row 121, chunks up to 5 and transitions up to 10 are proven by the checkpoint.',
    checkpoint,
    unproven: ['11 lines that no chunk holds yet came after the checkpoint and are not proven.'],
  });
  const session = openSession(path, { mode: 'resume', now: () => 0, signingKey: createSigningKey() });
  session.seal(buildBatch(stream, 1900, 2000));
  session.appendLedger({ at: 1, actor: { role: 'sre', name: 'Ada' }, kind: 'note.taken', body: {} });
  session.close();
  expect(verifySession(path, { checkpoint })).toMatchObject({
    ok: true,
    unproven: [
      'ledger rows 122 to 123 came after the checkpoint and are not proven.',
      'chunks 6 to 6 came after the checkpoint and are not proven.',
      'transitions 11 to 12 came after the checkpoint and are not proven.',
    ],
  });
  expect(verifySession(path).proven).toBe(
    'the ledger up to row 123, chunks up to 6 and transitions up to 12 are proven by the last checkpoint in the file, if you hold a copy of it elsewhere.',
  );
});

test('without a signature nothing is proven, and it says so', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path);
  session.seal(buildBatch(stream, 0, 100));
  session.close();
  expect(verifySession(path)).toMatchObject({
    ok: true,
    proven: undefined,
    unproven: ['no checkpoint was signed, so nothing here is proven to anyone but its writer.'],
  });
});

const lines = cuts.map((cut) => stream.linesAtTick[cut - 1] ?? 0);
const inWords = (count: number): string => count.toLocaleString('en-US');
const chunk3 = `chunk 3 (lines ${inWords((lines[1] ?? 0) + 1)} to ${inWords(lines[2] ?? 0)})`;
const chunk4 = `chunk 4 (lines ${inWords((lines[2] ?? 0) + 1)} to ${inWords(lines[3] ?? 0)})`;
const chunk5 = `chunk 5 (lines ${inWords((lines[3] ?? 0) + 1)} to ${inWords(lines[4] ?? 0)})`;

test.each([
  [
    'a ledger row changed',
    `UPDATE ledger SET body = replace(body, 'Note 4', 'Note 5') WHERE seq = 29`,
    'ledger row 29 does not match its hash: it was changed.',
  ],
  [
    'a ledger row said in other words',
    `UPDATE ledger SET body = replace(body, ',"text"', ', "text"') WHERE seq = 7`,
    'ledger row 7 does not match its hash: it was changed.',
  ],
  [
    'a ledger row by another actor',
    `UPDATE ledger SET name = 'Eve' WHERE seq = 3`,
    'ledger row 3 does not match its hash: it was changed.',
  ],
  ['a ledger row deleted', 'DELETE FROM ledger WHERE seq = 17', 'ledger row 17 is missing: 18 comes in its place.'],
  [
    'ledger rows swapped',
    'UPDATE ledger SET seq = CASE seq WHEN 5 THEN -6 ELSE -5 END WHERE seq IN (5, 6); UPDATE ledger SET seq = -seq WHERE seq < 0',
    'ledger row 5 does not follow from the one before it.',
  ],
  [
    'the ledger cut',
    'DELETE FROM ledger WHERE seq > 110',
    'the ledger ends at row 110, and the checkpoint of ledger row 121 proves that it went on: it was cut.',
  ],
  [
    'the ledger and its stored checkpoints cut',
    'DELETE FROM ledger_checkpoint WHERE seq > 90; DELETE FROM ledger WHERE seq > 90',
    'the ledger ends at row 90, and the checkpoint of ledger row 121 proves that it went on: it was cut.',
  ],
  [
    'a stored checkpoint changed',
    `UPDATE ledger_checkpoint SET signature = replace(signature, substr(signature, 9, 1), 'A') WHERE seq = 100`,
    'the stored checkpoint of ledger row 100 is not signed by the key that it names.',
  ],
  [
    'a plan changed',
    `UPDATE plan SET text = 'plan 2' WHERE seq = 2`,
    'plan 2 does not match its hash: it was changed.',
  ],
  [
    'the last plan taken away',
    'DELETE FROM plan WHERE seq = 2',
    'plan 2 is missing, and ledger row 121 says that it was there: the session was cut.',
  ],
  [
    'a transition changed',
    `UPDATE transition SET to_state = 'pending' WHERE seq = 5`,
    'transition 5 does not match its hash: it was changed.',
  ],
  [
    'a transition’s number changed',
    `UPDATE transition SET value = 14.72 WHERE seq = 5`,
    'transition 5 does not match its hash: it was changed.',
  ],
  ['a transition deleted', 'DELETE FROM transition WHERE seq = 1', 'transition 1 is missing: 2 comes in its place.'],
  [
    'the last transition deleted',
    'DELETE FROM transition WHERE seq = 10',
    'transition 10 is missing, and ledger row 121 says that it was there: the session was cut.',
  ],
  [
    'a transition moved to another chunk',
    'UPDATE transition SET chunk = 4 WHERE seq = 5',
    'transition 6 does not match its hash: it was changed.',
  ],
  ['a chunk deleted', 'DELETE FROM chunk WHERE seq = 2', 'chunk 2 is missing: chunk 3 comes in its place.'],
  [
    'chunks swapped',
    'UPDATE chunk SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4); UPDATE chunk SET seq = -seq WHERE seq < 0',
    `chunk 3 (lines ${inWords((lines[2] ?? 0) + 1)} to ${inWords(lines[3] ?? 0)}) should begin with line ${inWords((lines[1] ?? 0) + 1)}.`,
  ],
  [
    'the lines of two chunks swapped',
    'UPDATE chunk SET body = (SELECT body FROM chunk AS other WHERE other.seq = CASE chunk.seq WHEN 3 THEN 4 ELSE 3 END) WHERE seq IN (3, 4)',
    `${chunk3} does not match its hash: it was changed.`,
  ],
  [
    'the last chunk cut with all that was sealed with it',
    ['transition', 'quarantine', 'block', 'series', 'judge_checkpoint']
      .map((table) => `DELETE FROM "${table}" WHERE chunk = 5;`)
      .join('') + 'DELETE FROM chunk WHERE seq = 5; DELETE FROM tail',
    'chunk 5 is missing, and ledger row 121 says that it was there: the session was cut.',
  ],
  [
    'a position changed',
    `UPDATE chunk SET position = '{"line":1}' WHERE seq = 3`,
    `${chunk3} does not match its hash: it was changed.`,
  ],
  [
    'a roll-up taken away',
    'DELETE FROM block WHERE id = (SELECT min(id) FROM block WHERE chunk = 4)',
    `roll-ups sealed with ${chunk4} were changed.`,
  ],
  [
    'roll-ups out of order',
    'UPDATE block SET id = 999 WHERE id = (SELECT min(id) FROM block WHERE chunk = 4)',
    `roll-ups sealed with ${chunk4} were changed.`,
  ],
  [
    'a series renamed',
    `UPDATE series SET metric = 'x' WHERE id = 2`,
    `series sealed with chunk 1 (lines 1 to ${inWords(lines[0] ?? 0)}) were changed.`,
  ],
  [
    'a quarantined line deleted',
    'DELETE FROM quarantine WHERE seq = 3',
    `quarantined lines sealed with ${chunk3} were changed.`,
  ],
  [
    'the judge’s memory at another tick',
    'UPDATE judge_checkpoint SET tick = tick + 1 WHERE chunk = 3',
    `the judge's memory and roll-ups sealed with ${chunk3} were changed.`,
  ],
  ['a gap closed', 'UPDATE gap SET closed_at = 1 WHERE from_seq = 0', `gaps sealed with ${chunk5} were changed.`],
  [
    'a source’s state changed',
    `UPDATE source_state SET state = '{}'`,
    `the sources' states sealed with ${chunk5} were changed.`,
  ],
  [
    'the identity changed',
    `UPDATE meta SET value = replace(value, 'replay', 'live')`,
    `chunk 1 (lines 1 to ${inWords(lines[0] ?? 0)}) does not follow from the session's identity.`,
  ],
  [
    'the tail changed',
    'UPDATE tail SET lines = lines - 1 WHERE seq = 2',
    `the lines from ${inWords((lines[4] ?? 0) + 6)} on, which no chunk holds yet, were changed.`,
  ],
  [
    'the tail’s beginning deleted',
    'DELETE FROM tail WHERE seq = 1',
    `the lines from ${inWords((lines[4] ?? 0) + 1)} on, which no chunk holds yet, were changed.`,
  ],
])('%s is found and named', (_, sql, text) => {
  const fixture = shared;
  const copy = tamper(fixture, (db) => db.exec(sql));
  expect(firstFault(copy, fixture.checkpoint)).toBe(text);
});

test('a ledger rewritten from some row on, with every hash made anew, is found by a checkpoint held elsewhere', () => {
  const fixture = shared;
  const forged = join(fixture.folder, 'forged.holdpoint');
  const forger = createSession(forged, { signed: true });
  cuts.forEach((to, index) => {
    const ledger = Array.from({ length: 24 }, () => ({
      at: 1,
      actor: { role: 'sre', name: 'Eve' },
      kind: 'note.taken',
      body: {},
    }));
    forger.seal({ ...buildBatch(stream, cuts[index - 1] ?? 0, to), ledger });
  });
  forger.close();
  expect(firstFault(forged)).toBeUndefined();
  expect(firstFault(forged, fixture.checkpoint)).toBe(
    'ledger row 121 is not the one that the checkpoint of ledger row 121 signed: the ledger was rewritten.',
  );
});

test('a checkpoint that was changed proves nothing', () => {
  const { path, checkpoint } = shared;
  const text = 'the checkpoint of ledger row 121 is not signed by the key that it names.';
  expect(firstFault(path, { ...checkpoint, hash: '0'.repeat(64) })).toBe(text);
  expect(firstFault(path, { ...checkpoint, publicKey: createSigningKey().publicKey })).toBe(text);
  expect(firstFault(path, { ...checkpoint, publicKey: 'x', signature: '' })).toBe(text);
});

test('guards that were taken down are missed', () => {
  const { folder, path } = shared;
  const copy = join(folder, 'open.holdpoint');
  copyFileSync(path, copy);
  const db = new Database(copy);
  db.exec('DROP TRIGGER ledger_no_update');
  db.close();
  expect(firstFault(copy)).toBe('ledger_no_update, which guards or holds the session, was changed or removed.');
});

test('a chunk that cannot be read is named', () => {
  const db = new Database(shared.path, { readonly: true });
  const body = db.prepare<[], Buffer>('SELECT body FROM chunk WHERE seq = 4').pluck().get();
  db.close();
  const middle = body?.subarray(body.length / 2, body.length / 2 + 40) ?? '';
  expect(verifySession(losePage(shared, middle)).faults).toContainEqual({
    part: 'chunk',
    seq: 4,
    text: 'chunk 4 cannot be read whole: database disk image is malformed.',
  });
});

test('a file that was cut short says by how much', () => {
  const bytes = readFileSync(shared.path);
  const copy = join(shared.folder, 'short.holdpoint');
  writeFileSync(copy, bytes.subarray(0, bytes.length - 10_000));
  expect(verifySession(copy)).toEqual({
    ok: false,
    faults: [
      {
        part: 'file',
        seq: undefined,
        text: 'the database file cannot be read: 10,000 bytes at its end are gone.',
      },
    ],
    counts: undefined,
    proven: undefined,
    checkpoint: undefined,
    unproven: [],
  });
});

test('what is written meanwhile is no part of what is looked at', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path);
  session.seal(buildBatch(stream, 0, 300));
  session.commitTail(rawLines(stream, stream.linesAtTick[299] ?? 0, (stream.linesAtTick[299] ?? 0) + 5));
  session.appendLedger({ at: 1, actor: { role: 'sre', name: 'Ada' }, kind: 'note.taken', body: {} });
  const work = verifyInSteps(path);
  expect(work.next()).toMatchObject({ done: false, value: { part: 'ledger', seq: 1 } });
  session.seal(buildBatch(stream, 300, 650));
  let step = work.next();
  while (step.done !== true) step = work.next();
  expect(step.value).toMatchObject({ ok: true, counts: { chunks: 1, ledgerRows: 1, tailLines: 5 } });
  session.close();
  expect(verifySession(path)).toMatchObject({ ok: true, counts: { chunks: 2, tailLines: 0 } });
});
