import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { DeskEntry } from '../../electron/engine/desks/deskEntry.ts';
import { openDeskLedger } from '../../electron/engine/desks/deskLedger.ts';
import { SharedOrder } from '../../electron/engine/desks/sharedOrder.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { ModelLedger } from '../help/modelLedger.ts';
import { openTestSession } from '../help/driveEngine.ts';
import { planOf } from '../help/roomDesk.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-desk-ends-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const text = `
format: holdpoint/plan@1
launch: { id: desks, name: A launch of desks, t0: 2026-03-30T14:00:00Z }
`;
const joined: DeskEntry = {
  desk: 'seattle',
  at: 1,
  actor: { role: 'system', name: 'holdpoint' },
  facts: [{ kind: 'desk.joined', body: { desk: 'seattle' } }],
  row: 1,
};

test('a desk that is closed before its first second does not wait for it', async () => {
  const loaded = { plan: planOf(text), text, digest: planDigest(text) };
  const session = openTestSession(join(scratch, 'dublin.holdpoint'), 'create', loaded, 'live');
  const sleep = (_ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  const ledger = openDeskLedger({
    session,
    clock: { steadyMs: () => 0, sleep },
    plan: () => loaded,
    isReady: () => false,
    nowMs: () => 0,
    write: () => [],
    reopenAfter: () => undefined,
  });
  const closing = new AbortController();
  const adopted = ledger.adopt(joined, 1, closing.signal);
  closing.abort();
  await expect(adopted).rejects.toThrow('aborted');
  session.close();
});

test('who says something to a desk that has ended is told so, and does not wait', async () => {
  const link = new ModelLedger().open();
  const clock = { steadyMs: () => 0, sleep: () => Promise.resolve() };
  const inside = {
    ...{ isReady: () => true, adopt: () => Promise.resolve([1]) },
    ...{ turn: () => undefined, greeted: () => undefined },
  };
  const order = new SharedOrder({ link, clock, random: () => 0 }, 0, inside);
  const ending = new AbortController();
  const running = order.run(ending.signal);
  const before = order.say(() => joined, false);
  ending.abort();
  await running;
  expect((await before).kind).toBe('unsaid');
  expect((await order.say(() => joined, false)).kind).toBe('unsaid');
});
