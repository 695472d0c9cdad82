import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { salvageLedger } from '../../electron/engine/store/salvageLedger.ts';
import type { LedgerRow } from '../../shared/model/ledgerRow.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';

const pageBytes = 4096;

/** A closed session with 200 ledger rows of half a page each, so that they lie on many pages. */
function createLedger(path: string): readonly LedgerRow[] {
  const session = createSession(path);
  for (let index = 1; index <= 200; index += 1) {
    const body = { text: `Note ${index}`, more: `${index} `.repeat(500) };
    session.appendLedger({ at: index, actor: { role: 'sre', name: 'Ada' }, kind: 'note.taken', body });
  }
  const rows = session.readLedger();
  session.close();
  return rows;
}

test('a sound ledger is salvaged whole', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const rows = createLedger(path);
  expect(salvageLedger(path)).toEqual({ rows, lost: [] });
});

test('of a damaged session, every row is salvaged but those on the lost page, even after it was set aside', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const rows = createLedger(path);
  const bytes = readFileSync(path);
  const page = Math.floor(bytes.indexOf('"text":"Note 57"') / pageBytes);
  bytes.fill(0xff, page * pageBytes, (page + 1) * pageBytes);
  writeFileSync(path, bytes);
  let aside = '';
  try {
    openSession(path, { mode: 'resume', now: () => 0 });
  } catch (error) {
    aside = (error as { quarantinedAs: string }).quarantinedAs;
  }
  const salvaged = salvageLedger(aside);
  expect(salvaged.lost).toContain(57);
  expect(salvaged.lost.length).toBeLessThan(10);
  expect(salvaged.rows).toEqual(rows.filter(({ seq }) => !salvaged.lost.includes(seq)));
});

test('what is no session has no ledger to salvage, in words', () => {
  const path = join(createFolder(), 'a.holdpoint');
  writeFileSync(path, 'nothing');
  expect(() => salvageLedger(path)).toThrow(expect.objectContaining({ name: 'SessionError', code: 'not_a_session' }));
});
