import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { verifySession } from '../../electron/engine/store/verify.ts';
import { createFixture, tamper, type Fixture } from './signedSession.ts';

let shared: Fixture;
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-verify-'));
  shared = createFixture(folder);
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Every column of every table whose rows prove something. What no row says anything by is left out. */
const proven: readonly (readonly [table: string, columns: readonly string[]])[] = [
  ['ledger', ['seq', 'at', 'role', 'name', 'kind', 'body', 'prev', 'hash']],
  ['ledger_checkpoint', ['seq', 'hash', 'public_key', 'signature']],
  ['plan', ['seq', 'at', 'digest', 'text', 'prev', 'hash']],
  [
    'transition',
    ['seq', 'chunk', 'at', 'kind', 'id', 'cell', 'from_state', 'to_state', 'value', 'n', 'why', 'prev', 'hash'],
  ],
  [
    'chunk',
    [
      'seq',
      'first_line',
      'lines',
      'raw_bytes',
      'first_tick',
      'last_tick',
      'whole_tick',
      'position',
      'contents',
      'prev',
      'hash',
      'body',
    ],
  ],
  ['tail', ['seq', 'first_line', 'lines', 'raw_bytes', 'prev', 'hash', 'body']],
  ['series', ['id', 'chunk', 'source', 'kind', 'metric', 'labels']],
  [
    'block',
    [
      'id',
      'chunk',
      'resolution',
      'first_tick',
      'last_tick',
      'min_bucket',
      'max_bucket',
      'rows',
      'raw_bytes',
      'sha256',
      'body',
    ],
  ],
  ['quarantine', ['seq', 'chunk', 'line', 'at', 'reason', 'text', 'excerpt', 'source']],
  ['judge_checkpoint', ['tick', 'chunk', 'raw_bytes', 'sha256', 'body']],
  ['source_state', ['source', 'state']],
  ['gap', ['source', 'epoch', 'from_seq', 'to_seq', 'opened_at', 'closed_at']],
  ['meta', ['value']],
];
const cells = proven.flatMap(([table, columns]) => columns.map((column) => ({ table, column })));

test('an edit of any one value is found', () => {
  const fixture = shared;
  fc.assert(
    fc.property(
      fc.constantFrom(...cells),
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      ({ table, column }, row, place, flip) => {
        let edited = false;
        const copy = tamper(fixture, (db) => {
          const key =
            table === 'meta'
              ? 'key'
              : (db.pragma(`table_info("${table}")`) as { name: string; pk: number }[])
                  .filter(({ pk }) => pk > 0)
                  .map(({ name }) => name)
                  .join(', ');
          const count = Number(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get());
          const at = db
            .prepare(`SELECT ${key}, "${column}" AS edited FROM "${table}" ORDER BY ${key} LIMIT 1 OFFSET ?`)
            .get(row % count) as Record<string, unknown>;
          const value = flipped(at['edited'], place, flip);
          const where = key
            .split(', ')
            .map((name) => `${name} = ?`)
            .join(' AND ');
          edited =
            db
              .prepare(`UPDATE OR IGNORE "${table}" SET "${column}" = ? WHERE ${where}`)
              .run(value, ...key.split(', ').map((name) => at[name])).changes > 0;
        });
        if (edited) expect(verifySession(copy, fixture)).toMatchObject({ ok: false });
      },
    ),
    { numRuns: 150 },
  );
});

test('a byte changed anywhere in the file is found, or was in a place that holds nothing', () => {
  const { folder, path, checkpoint } = shared;
  const read = openSession(path, { mode: 'read', now: () => 0 });
  const digest = read.contentDigest();
  read.close();
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 255 }), (place, flip) => {
      const copy = flipByte(path, join(folder, 'flipped.holdpoint'), place, flip);
      let found = true;
      try {
        found = !verifySession(copy, { checkpoint }).ok;
      } catch (error) {
        expect(error).toMatchObject({ name: 'SessionError' });
      }
      if (found) return;
      const session = openSession(copy, { mode: 'read', now: () => 0 });
      expect(session.contentDigest()).toBe(digest);
      session.close();
    }),
    { numRuns: 150 },
  );
});

/** The value with one of its bytes changed; a number with one of its low bits. */
function flipped(value: unknown, place: number, flip: number): unknown {
  if (Buffer.isBuffer(value)) {
    const bytes = Buffer.from(value);
    const at = place % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ flip;
    return bytes;
  }
  if (typeof value === 'string') {
    const at = place % Math.max(1, value.length);
    const letter = String.fromCharCode((value.charCodeAt(at) || 0) ^ (flip & 0x1f || 1));
    return value.slice(0, at) + letter + value.slice(at + 1);
  }
  return typeof value === 'number' ? value + flip : 1;
}

function flipByte(from: string, to: string, place: number, flip: number): string {
  const bytes = readFileSync(from);
  const at = place % bytes.length;
  bytes[at] = (bytes[at] ?? 0) ^ flip;
  writeFileSync(to, bytes);
  return to;
}
