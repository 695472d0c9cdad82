import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { OutboxMessage } from '../../electron/engine/outboxDoor.ts';
import { planDigest } from '../../electron/engine/judgementDigest.ts';
import { Post } from '../../electron/engine/post.ts';
import { type RoomFact, toRoomRow } from '../../shared/model/room/roomFact.ts';
import { openTestSession } from '../help/driveEngine.ts';
import { planOf } from '../help/roomDesk.ts';

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-post-desks-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const text = `
format: holdpoint/plan@1
launch: { id: desks, name: A launch of desks, t0: 2026-03-30T14:00:00Z }
ramp:
  actuator: { kind: webhook, url: env:RAMP_URL }
  stages: [0%, 100%]
  waves: [{ id: all, cells: { method: [card] }, starts: T-0, dwell: 10m }]
`;

function placed(order: string): RoomFact {
  const cells = [{ cell: { method: 'card' }, from: 0, to: 1 }];
  return { kind: 'order.placed', body: { order, does: 'advance', cells, actuator: 'webhook' } };
}

test('a desk that reads what the others did sends none of its own orders that they have called off meanwhile', async () => {
  const plan = planOf(text);
  const session = openTestSession(
    join(scratch, 'dublin.holdpoint'),
    'create',
    { plan, text, digest: planDigest(text) },
    'live',
  );
  const sent: string[] = [];
  const courier = {
    deliver: ({ id }: OutboxMessage) => {
      sent.push(id);
      return Promise.resolve({ kind: 'delivered', status: 200, ms: 1 } as const);
    },
  };
  const clock = { steadyMs: () => 0, sleep: () => Promise.resolve() };
  const door = { isCurrent: false, write: () => undefined };
  const post = new Post({ session, clock, courier, desk: { name: 'dublin' } }, { door: () => door, plan: () => plan });
  let number = 0;
  const adopt = (fact: RoomFact, desk: string): void => {
    number += 1;
    const body = { ...fact.body, entry: { desk, number } };
    const [written] = session.appendFacts([
      { at: 0, actor: { role: 'system', name: 'holdpoint' }, kind: fact.kind, body: body as never },
    ]);
    const row = written === undefined ? undefined : toRoomRow(written);
    if (row === undefined) throw new Error('The fact is none.');
    post.take(row, desk === 'dublin');
  };

  adopt(placed('called-off'), 'dublin');
  adopt(placed('stands'), 'dublin');
  adopt(placed('of-others'), 'seattle');
  adopt({ kind: 'order.cancelled', body: { order: 'called-off', reason: 'Taken back.' } }, 'seattle');
  post.resume();
  expect(sent).toEqual([]);
  door.isCurrent = true;
  post.resume();
  expect(sent).toEqual(['stands']);

  // It was cut off, and reads on from there.
  door.isCurrent = false;
  adopt(placed('late'), 'dublin');
  adopt({ kind: 'order.cancelled', body: { order: 'late', reason: 'Taken back.' } }, 'seattle');
  door.isCurrent = true;
  post.resume();
  adopt(placed('now'), 'dublin');
  expect(sent).toEqual(['stands', 'now']);
  await post.close();
  session.close();
});
