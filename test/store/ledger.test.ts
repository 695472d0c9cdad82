import { createHash, createPublicKey, verify } from 'node:crypto';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { createSigningKey, openSigningKey } from '../../electron/engine/store/signingKey.ts';
import { canonicalJson } from '../../shared/base/canonicalJson.ts';
import type { LedgerCheckpoint, LedgerFact, LedgerRow } from '../../shared/model/ledgerRow.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';
import { buildBatch, buildStream } from './storedStream.ts';

const stream = buildStream(200);

function fact(index: number, extra: LedgerFact['body'] = {}): LedgerFact {
  return {
    at: 1_774_864_800_000 + index,
    actor: { role: 'incident-commander', name: 'Ada Ö' },
    kind: 'note.taken',
    body: { text: `Note ${index}`, ü: [1, null, true, { b: 1.5, a: 0 }], ...extra },
  };
}

/** Judgement, section 11, written out once more. */
function expectChain(rows: readonly LedgerRow[]): void {
  let prev = '0'.repeat(64);
  rows.forEach((row, index) => {
    const { seq, at, actor, kind, body } = row;
    expect([seq, row.prev]).toEqual([index + 1, prev]);
    prev = createHash('sha256').update(canonicalJson({ seq, at, actor, kind, body, prev })).digest('hex');
    expect(row.hash).toBe(prev);
  });
}

function expectSigned({ seq, hash, publicKey, signature }: LedgerCheckpoint): void {
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const signed = Buffer.from(canonicalJson({ seq, hash, publicKey }));
  expect(verify(null, signed, key, Buffer.from(signature, 'base64'))).toBe(true);
}

test('rows are chained by the hash of their canonical JSON, over seals, appends and restarts', () => {
  const path = join(createFolder(), 'a.holdpoint');
  let session = createSession(path);
  expect(session.appendLedger(fact(1))).toEqual(session.readLedger()[0]);
  session.seal({ ...buildBatch(stream, 0, 100), ledger: [fact(2), fact(3)] });
  session.close();
  session = openSession(path, { mode: 'resume', now: () => 0 });
  session.appendLedger(fact(4));
  const rows = session.readLedger();
  expect(rows.map(({ seq, prev, hash, ...rest }) => rest)).toEqual([fact(1), fact(2), fact(3), fact(4)]);
  expectChain(rows);
  expect(session.readLedger({ fromSeq: 2, toSeq: 3 })).toEqual(rows.slice(1, 3));
  expect(session.readDurable().ledgerSeq).toBe(4);
  session.close();
});

test('a checkpoint is signed every 100 rows, and at close', () => {
  const path = join(createFolder(), 'a.holdpoint');
  let session = createSession(path, { signed: true });
  session.seal({ ...buildBatch(stream, 0, 100), ledger: Array.from({ length: 250 }, (_, index) => fact(index)) });
  const early = session.readLedgerCheckpoints();
  expect(early.map(({ seq }) => seq)).toEqual([100, 200]);
  session.close();

  session = openSession(path, { mode: 'read', now: () => 0 });
  const checkpoints = session.readLedgerCheckpoints();
  const rows = session.readLedger();
  // Row 251 says where the chunks, the transitions and the plan stand, so that the signature covers them.
  expect(checkpoints.map(({ seq }) => seq)).toEqual([100, 200, 251]);
  for (const checkpoint of checkpoints) {
    expect(checkpoint.hash).toBe(rows[checkpoint.seq - 1]?.hash);
    expectSigned(checkpoint);
  }
  expectChain(rows);
  expect(rows[250]).toMatchObject({
    actor: { role: 'system', name: 'Holdpoint' },
    kind: 'session.sealed',
    body: { chunk: { seq: 1 }, transition: { seq: 2 }, plan: { seq: 0, hash: '0'.repeat(64) } },
  });
  session.close();
});

test('closing again without news adds nothing, and without a key nothing is signed', () => {
  const path = join(createFolder(), 'a.holdpoint');
  const key = createSigningKey();
  createSession(path).close();
  for (let times = 0; times < 3; times += 1) {
    const session = openSession(path, { mode: 'resume', now: () => times, signingKey: key });
    session.close();
  }
  const session = openSession(path, { mode: 'resume', now: () => 0 });
  expect(session.readLedger()).toHaveLength(1);
  expect(session.readLedgerCheckpoints()).toHaveLength(1);
  expect(session.signCheckpoint()).toBeUndefined();
  session.seal(buildBatch(stream, 0, 100));
  session.close();
  const after = openSession(path, { mode: 'read', now: () => 0 });
  expect(after.readLedger()).toHaveLength(1);
  after.close();
});

test('a checkpoint may be asked for at any time', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'), { signed: true });
  session.appendLedger(fact(1));
  const checkpoint = session.signCheckpoint();
  expect(checkpoint?.seq).toBe(2);
  expect(checkpoint).toEqual(session.readLedgerCheckpoints().at(-1));
  expect(session.signCheckpoint()).toEqual(checkpoint);
  session.close();
});

test('a rehearsal’s facts say so, and no others do', () => {
  const folder = createFolder();
  const refused = (message: string): unknown => expect.objectContaining({ code: 'rehearsal_mismatch', message });
  for (const kind of ['live', 'replay'] as const) {
    const session = createSession(join(folder, kind), { kind });
    expect(() => session.appendLedger(fact(1, { rehearsal: true }))).toThrow(
      refused(`A fact of a rehearsal cannot be written into a ${kind} session: open the rehearsal's own session.`),
    );
    session.appendLedger(fact(1));
    expect(session.readLedger()).toHaveLength(1);
    session.close();
  }
  const path = join(folder, 'rehearsal');
  const rehearsal = createSession(path, { kind: 'rehearsal', signed: true });
  expect(() => rehearsal.seal({ ...buildBatch(stream, 0, 100), ledger: [fact(1)] })).toThrow(
    refused(
      'This session is a rehearsal, and the fact does not say that it belongs to one: mark it `rehearsal: true`.',
    ),
  );
  expect(rehearsal.readDurable().chunks).toBe(0);
  rehearsal.appendLedger(fact(1, { rehearsal: true }));
  rehearsal.close();
  const read = openSession(path, { mode: 'read', now: () => 0 });
  expect(read.readLedger().map(({ body }) => body['rehearsal'])).toEqual([true, true]);
  read.close();
});

test('the key is made once, for its owner alone, and then it is the same', () => {
  const file = join(createFolder(), 'config', 'holdpoint', 'signing.pem');
  const first = openSigningKey(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const second = openSigningKey(file);
  expect(second.publicKey).toBe(first.publicKey);
  expect(second.sign(Buffer.from('x'))).toEqual(first.sign(Buffer.from('x')));
  chmodSync(file, 0o640);
  expect(() => openSigningKey(file)).toThrow(`Others may read the signing key ${file}: run "chmod 600" on it.`);
  writeFileSync(file, 'no key', { mode: 0o600 });
  chmodSync(file, 0o600);
  expect(() => openSigningKey(file)).toThrow(`${file} holds no private key: move it away, and a new one will be made.`);
});
