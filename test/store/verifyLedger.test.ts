import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { salvageLedger } from '../../electron/engine/store/salvageLedger.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';
import { losePage, tamper, type Fixture } from './signedSession.ts';

let long: Fixture;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-verify-'));
  long = createLongLedger(folder);
  return () => rmSync(folder, { recursive: true, force: true });
});

function firstFault(path: string): string | undefined {
  return verifySession(path, long).faults[0]?.text;
}

const inWords = (count: number): string => count.toLocaleString('en-US');

/** Longer than what is read at once; every row by somebody else than the one before, in letters that JSON escapes. */
function createLongLedger(folder: string): Fixture {
  const path = join(folder, 'long.holdpoint');
  const session = createSession(path, { signed: true });
  session.appendFacts(
    Array.from({ length: 1101 }, (_, row) => ({
      at: row - 3,
      actor: { role: row % 3 === 0 ? 'sre' : `r"${row}`, name: `Zoë ${String.fromCodePoint(row)}\\ 🚀` },
      kind: row % 2 === 0 ? 'note.taken' : `odd.${String.fromCodePoint(0x2000 + row)}`,
      body: { text: String.fromCodePoint(row), at: row / 7 },
    })),
  );
  const checkpoint = session.signCheckpoint();
  session.close();
  if (checkpoint === undefined) throw new Error('No checkpoint was signed.');
  return { folder, path, checkpoint };
}

test('of a long ledger every row is looked at, in whatever letters, and at every place', () => {
  expect(verifySession(long.path, long)).toMatchObject({ ok: true, counts: { ledgerRows: 1102 } });
  for (const seq of [1, 2, 499, 500, 501, 999, 1000, 1001, 1101]) {
    for (const column of [
      'at = at + 1',
      "role = role || ' '",
      "name = replace(name, 'Z', 'S')",
      "kind = kind || '.'",
    ]) {
      const copy = tamper(long, (db) => db.exec(`UPDATE ledger SET ${column} WHERE seq = ${seq}`));
      expect(firstFault(copy)).toBe(`ledger row ${inWords(seq)} does not match its hash: it was changed.`);
    }
    const cut = tamper(long, (db) => db.exec(`DELETE FROM ledger WHERE seq = ${seq}`));
    expect(firstFault(cut)).toBe(`ledger row ${inWords(seq)} is missing: ${inWords(seq + 1)} comes in its place.`);
    const apart = tamper(long, (db) => db.exec(`UPDATE ledger SET prev = upper(prev) || ' ' WHERE seq = ${seq}`));
    expect(firstFault(apart)).toBe(`ledger row ${inWords(seq)} does not follow from the one before it.`);
  }
});

test('every letter that there is stands in a row that is whole', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path);
  const letters = (from: number): string =>
    Array.from({ length: 64 }, (_, place) => String.fromCodePoint(from + place)).join('');
  session.appendFacts(
    Array.from({ length: 0x10000 / 64 + 2 }, (_, row) => row * 64)
      // Half a pair is no letter, and no ledger takes it.
      .filter((from) => from < 0xd800 || from >= 0xe000)
      .map((from) => ({
        at: from,
        actor: { role: letters(from), name: letters(from) },
        kind: letters(from),
        body: { text: letters(from), [letters(from)]: 1 },
      })),
  );
  session.close();
  expect(verifySession(path)).toMatchObject({ ok: true, counts: { ledgerRows: 994 } });
});

test('nothing can be put behind the end of a text', () => {
  for (const column of ['role', 'name', 'kind', 'body', 'prev', 'hash']) {
    const copy = tamper(long, (db) => db.exec(`UPDATE ledger SET ${column} = ${column} || char(0, 65) WHERE seq = 9`));
    expect(firstFault(copy)).toContain(column === 'prev' ? 'row 9 does not follow' : 'row 9 does not match its hash');
  }
});

test('a row that was put in before the first is found, wherever it was put', () => {
  const insert = `INSERT INTO ledger SELECT $, at, role, name, kind, body, prev, hash FROM ledger WHERE seq = 1`;
  for (const seq of [0, -1, -9007199254740993n]) {
    const copy = tamper(long, (db) => db.exec(insert.replace('$', String(seq))));
    expect(firstFault(copy)).toContain('ledger row 1 is missing: ');
  }
});

test('of rows that cannot be read, the first is named', () => {
  const copy = losePage(long, `odd.${String.fromCodePoint(0x2000 + 701)}`);
  const [first] = salvageLedger(copy).lost;
  expect(first).toBeGreaterThan(600);
  expect(verifySession(copy).faults).toContainEqual({
    part: 'ledger',
    seq: first,
    text: `ledger row ${inWords(first ?? 0)} cannot be read: database disk image is malformed.`,
  });
});
