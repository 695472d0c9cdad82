import { describe, expect, test } from 'vitest';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: refunds, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call, override] }, sre: {} }
dimensions: { market: [US, UK] }
indicators:
  twice: { kind: total, count: { metric: twice }, alive: { metric: refunds } }
ramp: { stages: [0%, 5%, 25%], waves: [{ id: first, cells: { market: [US, UK] } }] }
triggers:
  D: { name: Paid twice, when: { indicator: twice, window: 24h, over: 0 }, arm: act, does: { rollback: launch, to: 0% }, countdown: 10s, owner: sre }
`);
const US = { market: 'US' };
const calm: Second = { counts: [{ metric: 'refunds', value: 5 }] };
const twice: Second = {
  counts: [
    { metric: 'refunds', value: 5 },
    { metric: 'twice', value: 1 },
  ],
};
const launch = { launch: true } as const;

function begin() {
  const desk = new RoomDesk(plan, plan.launch.t0 / 1000);
  const boss = desk.take('boss');
  desk.run(10, calm);
  const confirm = () => {
    for (const { order, state } of desk.room.ramp.read().orders) {
      if (state === 'placed') desk.do(boss, { kind: 'order.confirm', args: { order } });
    }
  };
  const advance = (scope: { launch: true } | { cell: Record<string, string> }, to: number) => {
    desk.do(boss, { kind: 'ramp.advance', args: { scope, to } });
    confirm();
  };
  const back = (scope: { launch: true } | { cell: Record<string, string> }, to: number) =>
    desk.do(boss, { kind: 'ramp.rollback', args: { scope, to, reason: 'Less.' } });
  const state = () => desk.room.findTrigger('D', {})?.state;
  return { desk, boss, confirm, advance, back, state };
}

describe('what is counted twice when everything is at 0 % already', () => {
  test('is handled, where a rollback to 0 % was confirmed before it', () => {
    const { desk, advance, back, confirm, state } = begin();
    advance(launch, 0.05);
    back(launch, 0);
    confirm();
    desk.run(120, calm);
    expect(desk.run(1, twice)).toMatchObject([
      { id: 'D', from: 'ok', to: 'firing' },
      { kind: 'call', to: 'ROLLBACK' },
    ]);
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
    expect(desk.run(1, calm)).toMatchObject([
      { id: 'D', from: 'firing', to: 'handled' },
      { kind: 'call', to: 'GO' },
    ]);
    desk.run(3600, calm);
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
  });

  test('is handled again, when it rises after the rollback that it asked for', () => {
    const { desk, advance, confirm, state } = begin();
    advance(launch, 0.05);
    desk.run(11, twice);
    expect([state(), desk.judge.callWord]).toEqual(['firing', 'ROLLBACK']);
    confirm();
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
    desk.run(90, calm);
    for (const second of [twice, calm, twice, twice, calm]) desk.run(1, second);
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
    // It is told of each time that it rises.
    expect(desk.transitions.filter(({ id, to }) => id === 'D' && to === 'firing').length).toBeGreaterThan(1);
  });

  test('is handled though one market was never let in', () => {
    const { desk, advance, back, confirm, state } = begin();
    advance({ cell: US }, 0.05);
    back({ cell: US }, 0);
    confirm();
    desk.run(1, twice);
    expect(state()).toBe('handled');
  });
});

describe('it fires on', () => {
  test('while the rollback is not confirmed, and is counted down to no second one', () => {
    const { desk, advance, back, confirm, state } = begin();
    advance(launch, 0.05);
    back(launch, 0);
    desk.run(100, twice);
    expect([state(), desk.judge.callWord]).toEqual(['firing', 'ROLLBACK']);
    expect(desk.rows.filter(({ kind }) => kind === 'countdown.begun')).toEqual([]);
    confirm();
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
  });

  test('where a cell went up again after it had come down', () => {
    const { desk, advance, back, confirm, state } = begin();
    advance(launch, 0.05);
    back(launch, 0);
    confirm();
    advance({ cell: US }, 0.05);
    desk.run(1, twice);
    expect([state(), desk.judge.callWord]).toEqual(['firing', 'ROLLBACK']);
    desk.run(10, calm);
    expect(desk.rows.findLast(({ kind }) => kind === 'order.placed')?.body).toMatchObject({
      because: { trigger: 'D' },
      cells: [{ cell: US, from: 0.05, to: 0 }],
    });
  });

  test('where an advance was cancelled that may have happened', () => {
    const { desk, boss, advance, back, confirm, state } = begin();
    advance(launch, 0.05);
    back(launch, 0);
    confirm();
    const [row] = desk.do(boss, { kind: 'ramp.advance', args: { scope: { cell: US }, to: 0.05 } });
    if (row?.kind === 'order.placed') {
      desk.do(boss, { kind: 'order.cancel', args: { order: row.body.order, reason: 'No.' } });
    }
    desk.run(1, twice);
    expect([state(), desk.judge.callWord]).toEqual(['firing', 'ROLLBACK']);
  });

  test('where nobody was ever let in, and says that a person must answer', () => {
    const { desk, boss, state } = begin();
    desk.run(600, twice);
    expect([state(), desk.judge.callWord]).toEqual(['firing', 'ROLLBACK']);
    expect(desk.room.attention.read().entries[0]?.asks).toBe('Nothing is above 0 %: reset D with a reason.');
    desk.do(boss, { kind: 'trigger.reset', args: { trigger: 'D', cell: {}, reason: 'A test of staff.' } });
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
    desk.run(600, calm);
    expect([state(), desk.judge.callWord]).toEqual(['handled', 'GO']);
  });
});

describe('a rollback that nobody confirms', () => {
  test('is told to whoever has the call when it is overdue, also where somebody has seen the alarm', () => {
    const { desk, boss, advance, confirm } = begin();
    advance(launch, 0.05);
    desk.run(10, twice);
    desk.do({ role: 'sre', name: 'sre' }, { kind: 'trigger.acknowledge', args: { trigger: 'D', cell: {} } });
    const raised = () => desk.rows.flatMap((row) => (row.kind === 'escalation.raised' ? [row.body] : []));
    desk.run(60, calm);
    expect([desk.rows.some(({ kind }) => kind === 'order.fell_overdue'), raised()]).toEqual([false, []]);
    desk.run(1, calm);
    expect(desk.rows.some(({ kind }) => kind === 'order.fell_overdue')).toBe(true);
    expect(raised()).toEqual([{ trigger: 'D', cell: {}, to: ['boss'] }]);
    expect(desk.room.attention.read().entries[0]?.escalated).toMatchObject({ to: ['boss'] });
    desk.run(600, calm);
    expect(raised()).toHaveLength(1);
    confirm();
    expect(desk.judge.callWord).toBe('GO');
    expect(boss.role).toBe('boss');
  });

  test('of people is loud, and nobody else is called for it', () => {
    const { desk, advance, back } = begin();
    advance(launch, 0.05);
    back(launch, 0);
    desk.run(400, calm);
    expect(desk.room.ramp.read().orders[0]).toMatchObject({ state: 'placed', isOverdue: true });
    expect(desk.rows.some(({ kind }) => kind === 'escalation.raised')).toBe(false);
  });
});
