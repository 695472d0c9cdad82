import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(readFileSync(new URL('../../data/shopnow-one-click/plan.yaml', import.meta.url), 'utf8'));

test('polls, waivers and evidence of a whole launch take less than 4 KB each', () => {
  const desk = new RoomDesk(plan, plan.launch.t0 / 1000 - 1200);
  desk.run(1);
  const actors = Object.keys(plan.roles).map((role) => desk.take(role));
  const untilAt = desk.room.nowMs + 3_600_000;
  for (const actor of actors) {
    if (plan.polls['final']?.voters.includes(actor.role) === true) {
      desk.do(actor, { kind: 'vote.cast', args: { poll: 'final', vote: 'no-go', reason: 'x'.repeat(100) } });
    }
    const args = { criterion: 'LCC-7', cell: {}, reason: 'x'.repeat(100), untilAt };
    desk.do(actor, { kind: 'waiver.propose', args });
  }
  const { polls, waivers, evidence } = desk.room;
  const sizes = [polls.read(), waivers.read(), evidence.read()].map((reading) => JSON.stringify(reading).length);
  expect(Math.max(...sizes)).toBeLessThan(4096);
  expect(polls.current()?.result).toBe('no-go');
});
