import { expect, test } from 'vitest';
import type { ExperimentReading } from '../../shared/judge/experimentReading.ts';
import { Judge } from '../../shared/judge/judge.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';
import { TickByTick } from '../help/tickByTick.ts';

const cells = ['US', 'UK'].flatMap((market) => ['card', 'paypal'].map((method) => ({ market, method })));
const holdback = 0.05;

function launch(observed = false): RoomDesk {
  const gauge = observed ? '\n  observed: { gauge: { metric: ramp.percent } }' : '';
  const desk = new RoomDesk(
    planOf(`
format: holdpoint/plan@1
launch: { id: arms, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call, override] }, sre: {} }
dimensions: { market: [US, UK], method: [card, paypal] }
experiments:
  buy:
    arms: { control: 50%, new: 50% }
    holdback: ${holdback * 100}%
    exposures: { metric: sessions, arm: arm }
    conversions: { metric: orders, arm: arm }
ramp:
  stages: [0%, 1%, 25%, 100%]
  waves: [{ id: first, cells: { method: [card] } }, { id: second, cells: { market: [US, UK] } }]${gauge}
`),
  );
  desk.take('boss', 'A');
  desk.take('sre', 'B');
  return desk;
}

/** 10,000 exposures a second in each cell, the new arm's share by cell as `shareOf` says. */
function exposed(shareOf: (cell: { market: string; method: string }) => number, percents = false): Second {
  const counts = cells.flatMap((cell) => {
    const fresh = Math.round(10_000 * (1 - holdback) * shareOf(cell));
    return [
      { metric: 'sessions', labels: { ...cell, arm: 'new' }, value: fresh },
      { metric: 'sessions', labels: { ...cell, arm: 'control' }, value: 10_000 - fresh },
    ];
  });
  const gauges = cells.map((cell) => ({ metric: 'ramp.percent', labels: cell, value: 100 * shareOf(cell) }));
  return percents ? { counts, gauges } : { counts };
}

function reading(desk: RoomDesk): ExperimentReading {
  const found = desk.judge.snapshot()?.experiments['buy'];
  if (found === undefined) throw new Error('There is no experiment.');
  return found;
}

const boss = { role: 'boss', name: 'A' };
const sre = { role: 'sre', name: 'B' };

function advance(desk: RoomDesk): string {
  const [row] = desk.do(boss, { kind: 'ramp.advance', args: { scope: { wave: 'first' } } });
  if (row?.kind !== 'order.placed') throw new Error('No order was placed.');
  return row.body.order;
}

const cardAt =
  (share: number) =>
  ({ method }: { method: string }): number =>
    method === 'card' ? share : 0;

test('the arms are held against the ramp as it is confirmed, cell by cell, and against nothing meanwhile', () => {
  const desk = launch();
  desk.run(
    15,
    exposed(() => 0),
  );
  // At 0 % there is one arm, which is no split.
  expect(reading(desk).sampleRatio).toMatchObject({ alarmAt: null, p: 1 });
  const order = advance(desk);
  // Some servers have it already and some do not.
  desk.run(5, exposed(cardAt(0)));
  desk.run(5, exposed(cardAt(0.01)));
  desk.do(sre, { kind: 'order.confirm', args: { order } });
  desk.run(30, exposed(cardAt(0.01)));
  const { sampleRatio, arms } = reading(desk);
  expect(sampleRatio).toMatchObject({ alarmAt: null, p: expect.closeTo(1, 6) as number });
  // Two cells of four, 20 of those 30 seconds have settled.
  expect(arms.find(({ arm }) => arm === 'new')?.due).toBeCloseTo(2 * 20 * 95, 6);
  expect(arms.find(({ arm }) => arm === 'control')?.due).toBeCloseTo(2 * 20 * 9905, 6);
});

test('a ramp that gives other shares than it was ordered to is an alarm', () => {
  const desk = launch();
  desk.run(
    15,
    exposed(() => 0),
  );
  const order = advance(desk);
  desk.do(sre, { kind: 'order.confirm', args: { order } });
  desk.run(30, exposed(cardAt(0.02)));
  expect(reading(desk).state).toBe('unreadable');
});

test('where telemetry observes the ramp it is believed', () => {
  const desk = launch(true);
  desk.run(
    15,
    exposed(() => 0, true),
  );
  advance(desk);
  desk.run(20, exposed(cardAt(0.01), true));
  desk.run(20, exposed(cardAt(0.25), true));
  expect(reading(desk).sampleRatio).toMatchObject({ alarmAt: null, p: expect.closeTo(1, 2) as number });
});

test('a room that was saved goes on as if nothing had happened', () => {
  const desk = launch();
  desk.run(
    5,
    exposed(() => 0),
  );
  const order = advance(desk);
  desk.do(sre, { kind: 'order.confirm', args: { order } });
  desk.run(5, exposed(cardAt(0.01)));
  const { judge } = desk;
  const saved = judge.save();
  const again = new Judge(judge.plan, { isStaffed: true });
  again.room?.load(JSON.parse(JSON.stringify(saved.room)) as NonNullable<typeof saved.room>);
  again.experiments.load(JSON.parse(JSON.stringify(saved.experiments)));
  expect(again.experiments.save()).toEqual(saved.experiments);
  again.room?.advance(judge.tick ?? 0);
  expect(again.experiments.save()).toEqual(saved.experiments);
});

test('what telemetry observes of the ramp holds with nobody there, and goes on where a judge was cut off', () => {
  const plan = launch(true).judge.plan;
  const alone = new TickByTick(plan);
  const shareAt = (second: number): number => (second < 40 ? 0.01 : second < 80 ? 0.25 : 1);
  const second = (room: TickByTick, index: number): void => {
    const { counts = [], gauges = [] } = exposed(({ market }) => (market === 'US' ? shareAt(index) : 0.01), true);
    room.give([...counts, ...gauges.map((one) => ({ ...one, kind: 'gauge' as const }))]);
  };
  for (let index = 0; index < 60; index++) second(alone, index);
  const cut = alone.restored();
  for (let index = 60; index < 140; index++) {
    second(alone, index);
    second(cut, index);
  }
  const ratio = alone.snapshot().experiments['buy']?.sampleRatio;
  expect(ratio?.alarmAt).toBeNull();
  expect(ratio?.sequentialP).toBeGreaterThan(0.1);
  expect(cut.snapshot().experiments['buy']).toEqual(alone.snapshot().experiments['buy']);
});
