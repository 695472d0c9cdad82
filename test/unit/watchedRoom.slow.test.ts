import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSession } from '../../electron/engine/store/openSession.ts';
import { SecondRooms } from '../../electron/host/cli/secondRooms.ts';
import { systemClock } from '../../electron/host/systemClock.ts';

const io = {
  out: () => undefined,
  err: () => undefined,
  isTerminal: false,
  drained: () => Promise.resolve(),
  paint: (_style: unknown, text: string) => text,
  signal: new AbortController().signal,
};

test('a day is watched in a room of its own, as it was recorded, from the second that was asked for', async () => {
  const t0S = Date.UTC(2026, 5, 12, 9) / 1000;
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  const rooms = new SecondRooms(join(folder, 'first.holdpoint'), { viewOnly: false }, io);
  const fromMs = -20 * 60_000;
  const opened = await rooms.start({ launch: 'ticket-sale', file: 'no-go-day', fromMs, watch: true });
  await rooms.close();
  expect(opened.session).toBe('ticket-sale-no-go-day-watched-1.holdpoint');
  expect(opened.links.map(({ role }) => role)).not.toContain('facilitator');
  const session = openSession(join(folder, opened.session), { mode: 'read', now: systemClock.nowMs });
  const ticks = [...session.readTicks({ fromTick: 0, toTick: t0S + 3600 })].map(({ tick }) => tick);
  expect(session.identity.kind).toBe('replay');
  expect(session.readLedger().map(({ kind }) => kind)).not.toContain('inject.released');
  session.close();
  // What is not sealed yet comes from the recording again.
  expect(ticks[0]).toBe(t0S - 45 * 60 + 1);
  expect(ticks.at(-1)).toBeGreaterThan(t0S - 40 * 60);
  expect(ticks.at(-1)).toBeLessThanOrEqual(t0S + fromMs / 1000);
});
