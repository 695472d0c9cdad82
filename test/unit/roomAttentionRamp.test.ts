import { expect, test } from 'vitest';
import { UK, US } from '../help/attentionCase.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';

const ramped = planOf(`
format: holdpoint/plan@1
launch: { id: ramped, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call, override] }, sre: {} }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] } }
ramp: { stages: [0%, 5%, 25%], waves: [{ id: first, cells: { market: [US, UK] }, dwell: 1s }] }
triggers:
  burn: { scope: { each: [market] }, when: { indicator: heat, window: 5s, over: 10 }, clear: { for: 5s }, arm: act, does: { rollback: cell }, countdown: 20s, owner: sre }
  whole: { when: { indicator: heat, window: 5s, over: 10 }, for: 5s, clear: { for: 5s }, arm: act, does: { rollback: launch }, countdown: 30s, owner: sre }
`);
const calm: Second = { gauges: ['US', 'UK'].map((market) => ({ metric: 'heat', labels: { market }, value: 1 })) };
const hot: Second = {
  gauges: [
    { metric: 'heat', labels: { market: 'US' }, value: 50 },
    { metric: 'heat', labels: { market: 'UK' }, value: 1 },
  ],
};

/** Both cells stand at 5 %. */
function begun() {
  const desk = new RoomDesk(ramped, ramped.launch.t0 / 1000);
  const boss = desk.take('boss');
  desk.run(10, calm);
  const rows = desk.do(boss, { kind: 'ramp.advance', args: { scope: { launch: true }, to: 0.05 } });
  for (const row of rows) {
    if (row.kind === 'order.placed') desk.do(boss, { kind: 'order.confirm', args: { order: row.body.order } });
  }
  desk.run(10, calm);
  return { desk, boss, from: desk.rows.length };
}

test('nobody vetoes: the room rolls the cell back, and then the launch', () => {
  const { desk, boss, from } = begun();
  expect([US, UK].map((cell) => desk.room.ramp.commandedOf(cell))).toEqual([0.05, 0.05]);
  desk.run(36, hot);
  const placed = desk.rows.slice(from).filter((row) => row.kind === 'order.placed');
  expect(placed).toMatchObject([
    { body: { because: { trigger: 'burn', cell: US }, cells: [{ cell: US, from: 0.05, to: 0 }] } },
    { body: { because: { trigger: 'whole', cell: {} }, cells: [{ cell: UK, from: 0.05, to: 0 }] } },
  ]);
  expect([US, UK].map((cell) => desk.room.ramp.commandedOf(cell))).toEqual([0, 0]);
  for (const row of placed) desk.do(boss, { kind: 'order.confirm', args: { order: row.body.order } });
  expect(desk.room.triggers.map(({ state }) => state)).toEqual(['handled', 'ok', 'handled']);
  expect(desk.room.callWord).not.toBe('ROLLBACK');
});

test('an advance that is under way is replaced', () => {
  const { desk, boss, from } = begun();
  desk.do(boss, { kind: 'ramp.advance', args: { scope: { cell: US }, to: 0.25 } });
  desk.run(21, hot);
  expect(desk.rows.slice(from).map(({ kind }) => kind)).toEqual([
    'order.placed',
    'countdown.begun',
    'countdown.begun',
    'order.cancelled',
    'order.placed',
  ]);
  expect(desk.room.ramp.commandedOf(US)).toBe(0);
});

test('a person who rolls back first stops the countdown', () => {
  const { desk, boss } = begun();
  desk.run(2, hot);
  desk.do(boss, { kind: 'ramp.rollback', args: { scope: { launch: true }, to: 0, reason: 'It burns.' } });
  expect(desk.rows.at(-1)).toMatchObject({
    kind: 'countdown.stopped',
    body: { trigger: 'burn', reason: 'The rollback is ordered already.' },
  });
  expect(desk.room.attention.read().entries[0]).toMatchObject({ trigger: 'burn', countdown: null });
});

test('the draft of a status update tells where the ramp stands', () => {
  const { desk, boss } = begun();
  expect(desk.room.updates.read().draft).toContain('On the ramp: US and UK at 5 %.');
  desk.do(boss, { kind: 'ramp.rollback', args: { scope: { cell: US }, to: 0, reason: 'It burns.' } });
  desk.run(1, calm);
  expect(desk.room.updates.read().draft).toContain(
    'On the ramp: US and UK at 5 %. For US the order to 0 % is not confirmed yet.',
  );
});

test('the call speaks of the cells of a wave that a trigger rolls back', () => {
  const waves = planOf(`
format: holdpoint/plan@1
launch: { id: waves, t0: 2026-03-30T14:00:00Z }
dimensions: { market: [US, UK, DE] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] } }
ramp: { stages: [0%, 5%], waves: [{ id: first, cells: { market: [US, UK] } }, { id: second, cells: { market: [US, DE] } }] }
triggers:
  one: { when: { indicator: heat, window: 5s, over: 10 }, arm: advise, does: { rollback: second } }
  two: { when: { indicator: heat, window: 5s, over: 30 }, arm: advise, does: { rollback: first } }
  all: { when: { indicator: heat, window: 5s, over: 100 }, arm: advise, does: { rollback: launch } }
`);
  const desk = new RoomDesk(waves, waves.launch.t0 / 1000);
  const scopesAt = (value: number): readonly string[] => {
    desk.run(6, { gauges: [{ metric: 'heat', labels: { market: 'US' }, value }] });
    return desk.judge.call.scopes;
  };
  expect(scopesAt(20)).toEqual(['DE']);
  expect(scopesAt(50)).toEqual(['DE', 'US', 'UK']);
  expect(scopesAt(200)).toEqual(['DE', 'US', 'UK', 'the launch']);
});

test('an order that failed is told as such, never as done, and is not given more than three times', () => {
  const { desk, boss, from } = begun();
  const placed = () => desk.rows.slice(from).flatMap((row) => (row.kind === 'order.placed' ? [row.body] : []));
  const ofUS = () => desk.room.ramp.read().cells.find(({ cell }) => cell['market'] === 'US');
  const fail = (order: string): void => {
    desk.report({ kind: 'order.failed', body: { order, text: 'The address does not answer.' } });
  };
  for (let second = 0; second < 600; second += 1) {
    desk.run(1, hot);
    const open = desk.room.ramp.read().orders.filter(({ state }) => state === 'placed');
    for (const { order } of open) fail(order);
  }
  expect(placed().filter(({ because }) => because?.trigger === 'whole')).toHaveLength(3);
  expect(desk.room.callWord).toBe('ROLLBACK');
  expect(desk.room.updates.read().draft).toContain('On the ramp: US and UK at 5 %.');
  expect(desk.room.updates.read().draft).toContain('the order to 0 % has failed.');
  expect(ofUS()).toMatchObject({ commanded: 0, verdict: 'firing' });

  const again = begun();
  const [row] = again.desk.do(boss, { kind: 'ramp.advance', args: { scope: { cell: US }, to: 0.25 } });
  if (row?.kind !== 'order.placed') throw new Error('Nothing was ordered.');
  again.desk.report({ kind: 'order.failed', body: { order: row.body.order, text: 'The address does not answer.' } });
  again.desk.run(5, calm);
  const [cell] = again.desk.room.ramp.read().cells;
  expect(cell).toMatchObject({ cell: US, commanded: 0.25, verdict: 'unknown', order: row.body.order });
  expect(again.desk.room.updates.read().draft).toContain('For US the order to 25 % has failed.');
});
