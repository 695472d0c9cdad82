import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { listBackups } from '../../electron/engine/store/damageAdvice.ts';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { createSigningKey } from '../../electron/engine/store/signingKey.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { createFolder } from './createFolder.ts';
import { identity } from './createSession.ts';
import { buildBatch, buildStream } from './storedStream.ts';

const stream = buildStream(1200);

test('a backup is a session of its own, and writing goes on while it is made', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  let nowMs = Date.UTC(2026, 2, 30, 14);
  const session = openSession(path, { mode: 'create', identity, now: () => nowMs, signingKey: createSigningKey() });
  session.seal(buildBatch(stream, 0, 500));
  const before = session.contentDigest();
  const first = await session.backup();
  nowMs += 1000;
  const pending = session.backup();
  session.seal(buildBatch(stream, 500, 1000));
  const second = await pending;
  const after = session.contentDigest();
  session.close();

  expect(first).toBe(join(`${path}-backups`, '20260330T140000.000Z.holdpoint'));
  expect(readdirSync(`${path}-backups`)).toEqual([first, second].map((backup) => basename(backup)));
  const [firstDigest, secondDigest] = [first, second].map((backup) => {
    expect(verifySession(backup)).toMatchObject({ ok: true });
    const copy = openSession(backup, { mode: 'read', now: () => 0 });
    const digest = copy.contentDigest();
    copy.close();
    return digest;
  });
  expect(firstDigest).toBe(before);
  // What was sealed meanwhile is in the copy whole, or not at all.
  expect([before, after]).toContain(secondDigest);
});

test('the newest ten are kept', async () => {
  const path = join(createFolder(), 'a.holdpoint');
  let nowMs = Date.UTC(2026, 2, 30);
  const session = openSession(path, { mode: 'create', identity, now: () => nowMs });
  const made: string[] = [];
  for (let times = 0; times < 13; times += 1) {
    nowMs += 900_000;
    made.push(await session.backup());
  }
  expect(listBackups(path)).toEqual(made.slice(3).reverse());
  expect(made.map((backup) => existsSync(backup))).toEqual(made.map((_, index) => index >= 3));
  session.close();
});
