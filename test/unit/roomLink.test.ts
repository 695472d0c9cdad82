import { expect, test } from 'vitest';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: links, t0: 2026-03-30T14:00:00Z }
roles: { boss: { name: Incident commander, may: [call] }, sre: {} }
indicators: { orders: { kind: speed, count: { metric: orders } } }
`);
const cut = { kind: 'link.cut', args: { link: 'ws-1', reason: 'It sends nonsense.' } } as const;
const join = { kind: 'link.join', args: { link: 'ws-1', reason: 'It was mended.' } } as const;

function started() {
  const desk = new RoomDesk(plan);
  desk.run(2, { counts: [{ metric: 'orders', value: 1 }] });
  return { desk, boss: desk.take('boss'), sre: desk.take('sre') };
}

test('there is nothing to cut where nothing is live', () => {
  const { desk, boss } = started();
  expect(desk.refusal(boss, cut).text).toBe('This session has no live links.');
});

test('a link is cut and joined by the call, each once', () => {
  const { desk, boss, sre } = started();
  desk.room.links.apply({
    ...{ kind: 'link.opened', body: { link: 'ws-1', address: 'ws://dublin' }, seq: 9, at: desk.room.nowMs },
    actor: { role: 'system', name: 'holdpoint' },
  });
  expect(desk.refusal(sre, cut).text).toBe('sre may not cut the link ws-1; ask Incident commander.');
  expect(desk.refusal(boss, { ...cut, args: { ...cut.args, link: 'ws-2' } }).text).toBe(
    'There is no link ws-2; there are ws-1.',
  );
  expect(desk.refusal(boss, join).code).toBe('already_done');
  desk.do(boss, cut);
  expect(desk.refusal(boss, cut).code).toBe('already_done');
  const saved = JSON.parse(JSON.stringify(desk.room.links.save())) as unknown;
  desk.room.links.load(undefined);
  expect(desk.refusal(boss, join).code).toBe('not_found');
  desk.room.links.load(saved);
  desk.do(boss, join);
  expect(desk.refusal(boss, join).code).toBe('already_done');
});
