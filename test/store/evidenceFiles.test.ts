import Database from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';

const bytes = Buffer.from('<testsuite tests="1"/>');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const attached = {
  at: 1000,
  actor: { role: 'sre', name: 'A' },
  kind: 'evidence.attached',
  body: { evidence: 'tests', file: { name: 'junit.xml', bytes: bytes.length, sha256 } },
};

test('a file is kept once, under what is in it', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path);
  expect(session.keepFile(bytes)).toBe(sha256);
  expect(session.keepFile(bytes)).toBe(sha256);
  expect(Buffer.from(session.readFile(sha256) ?? [])).toEqual(bytes);
  expect(session.readFile('0'.repeat(64))).toBeUndefined();
  session.close();
  expect(verifySession(path).faults).toEqual([]);
});

test('verify names a file that is not what it was, and one that is missing', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const session = createSession(path);
  session.appendLedger(attached);
  session.close();
  expect(verifySession(path).faults).toContainEqual({
    part: 'evidence',
    seq: 1,
    text: 'junit.xml, attached by row 1 of the ledger, is missing.',
  });
  const db = new Database(path);
  db.prepare('INSERT INTO evidence_file VALUES (?, ?, ?)').run('b'.repeat(64), 3, Buffer.from('abc'));
  db.close();
  expect(verifySession(path).faults.find(({ part }) => part === 'evidence')?.text).toContain('cannot be read');
});
