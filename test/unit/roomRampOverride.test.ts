import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../shared/stats/proportion.ts';
import { rampReading } from '../../shared/model/room/rampReading.ts';
import type { RampScope } from '../../shared/model/room/rampFacts.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { rampPlan } from '../help/rampPlan.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';

const US = { market: 'US', method: 'card' };
const UK = { market: 'UK', method: 'card' };
const scope: RampScope = { cell: US };

function second(more: { readonly percent?: number; readonly bad?: number; readonly fire?: number } = {}): Second {
  const { percent, bad = 0, fire } = more;
  const gauges = [{ metric: 'heat', labels: {}, value: 20 }];
  if (percent !== undefined) gauges.push({ metric: 'ramp.percent', labels: US, value: percent });
  if (fire !== undefined) gauges.push({ metric: 'fire', labels: US, value: fire });
  const counts = [
    { metric: 'requests', labels: { ...US, path: 'new', outcome: 'ok' }, value: 10 - bad },
    { metric: 'requests', labels: { ...US, path: 'new', outcome: 'error' }, value: bad },
  ];
  return { gauges, counts };
}

function ready(more: Parameters<typeof rampPlan>[0] = {}) {
  const desk = new RoomDesk(rampPlan(more));
  const heat: Second = { gauges: [{ metric: 'heat', value: 20 }] };
  desk.run(15, heat);
  const [boss, chief, sre] = [desk.take('boss', 'A'), desk.take('chief', 'B'), desk.take('sre', 'C')];
  const advance = (to: number) => desk.do(boss, { kind: 'ramp.advance', args: { scope, to } });
  const newest = () => read(desk).orders[0];
  const confirm = () => desk.do(sre, { kind: 'order.confirm', args: { order: newest()?.order ?? '' } });
  return { desk, boss, chief, sre, advance, confirm, newest };
}

function read(desk: RoomDesk) {
  const reading = desk.room.ramp.read();
  expect(rampReading.parse(reading)).toEqual(reading);
  return reading;
}

describe('an override', () => {
  const override = { reason: 'The criterion is wrong.' };

  function proposed() {
    const room = ready();
    room.advance(0.01);
    room.confirm();
    room.desk.run(10, second());
    const [row] = room.desk.do(room.boss, { kind: 'ramp.advance', args: { scope, override } });
    return { ...room, proposal: row?.seq ?? 0 };
  }

  test('says everything that is in the way, and counts when somebody else approves', () => {
    const { desk, boss, chief, proposal } = proposed();
    expect(read(desk).proposals).toMatchObject([
      { proposal, to: 0.05, says: 'US card to 5 %: The criterion is wrong.', by: { name: 'A' } },
    ]);
    expect(read(desk).proposals[0]?.blockedBy[0]).toContain('The dwell of 1m lasts until');
    const approve = { kind: 'override.approve', args: { proposal } } as const;
    expect(desk.refusal(boss, approve).code).toBe('same_person');
    desk.do(chief, { kind: 'role.handOver', args: { role: 'chief', to: 'a', note: 'Short.' } });
    expect(desk.refusal({ role: 'chief', name: 'a' }, approve).code).toBe('same_person');
    desk.do({ role: 'chief', name: 'a' }, { kind: 'role.handOver', args: { role: 'chief', to: 'B', note: 'Back.' } });
    expect(desk.do(chief, approve)).toMatchObject([
      { kind: 'order.placed', body: { override: proposal, cells: [{ cell: US, from: 0.01, to: 0.05 }] } },
    ]);
    expect(desk.refusal(chief, approve).code).toBe('already_done');
    expect(read(desk).proposals).toEqual([]);
  });

  test('is for what is in the way, and not for an order under way', () => {
    const { desk, boss, advance } = ready();
    expect(desk.refusal(boss, { kind: 'ramp.advance', args: { scope, override } }).code).toBe('bad_request');
    advance(0.01);
    expect(desk.refusal(boss, { kind: 'ramp.advance', args: { scope, override } }).code).toBe('order_underway');
  });

  test('lapses after 15 min, and may be refused', () => {
    const { desk, chief, sre, proposal } = proposed();
    const args = { proposal, reason: 'No.' };
    expect(desk.refusal(sre, { kind: 'override.refuse', args }).code).toBe('not_allowed');
    const later = proposed();
    later.desk.run(901, second());
    const lapsed = later.desk.refusal(later.chief, { kind: 'override.approve', args: { proposal: later.proposal } });
    expect(lapsed).toMatchObject({ code: 'bad_request' });
    expect(lapsed.text).toContain('has lapsed');
    desk.do(chief, { kind: 'override.refuse', args });
    expect(desk.refusal(chief, { kind: 'override.approve', args: { proposal } }).code).toBe('already_done');
    expect(desk.refusal(chief, { kind: 'override.approve', args: { proposal: 999 } }).code).toBe('not_found');
  });

  test('does not cover a trigger that has fired since', () => {
    const { desk, chief, proposal } = proposed();
    desk.run(1, second({ fire: 20 }));
    expect(desk.refusal(chief, { kind: 'override.approve', args: { proposal } }).code).toBe('trigger_on');
  });
});

describe('what is observed', () => {
  test('confirms an order by itself, and shows a drift that lasts', () => {
    const { desk, advance, newest } = ready({ observed: true });
    advance(0.05);
    desk.run(5, second({ percent: 0 }));
    expect(newest()?.state).toBe('placed');
    desk.run(1, second({ percent: 5 }));
    expect(newest()).toMatchObject({ state: 'confirmed', confirmed: { how: 'observed' } });
    desk.run(60, second({ percent: 5 }));
    expect(newest()?.state).toBe('stable');
    desk.run(60, second({ percent: 3 }));
    expect(read(desk).cells[0]).toMatchObject({ commanded: 0.05, observed: 0.03, drift: null });
    const sinceAt = desk.room.nowMs - 59_000;
    desk.run(1, second({ percent: 3 }));
    expect(read(desk).cells[0]?.drift).toEqual({ since: sinceAt });
    desk.run(1, second({ percent: 5.4 }));
    expect(read(desk).cells[0]?.drift).toBeNull();
  });

  test('keeps an order from being stable while it differs, and is rolled back where it is above what was commanded', () => {
    const { desk, advance, confirm, newest, boss } = ready({ observed: true });
    advance(0.05);
    confirm();
    desk.run(90, second({ percent: 9 }));
    expect(newest()?.state).toBe('confirmed');
    expect(desk.room.ramp.cellsAbove('cell', US, 0.05)).toEqual([{ cell: US, from: 0.09 }]);
    desk.do(boss, { kind: 'ramp.rollback', args: { scope, to: 0.05, reason: 'It leaks.' } });
    desk.run(1, second({ percent: 5 }));
    expect(newest()).toMatchObject({ state: 'confirmed', says: 'US card to 5 %' });
  });

  test('is the answer to a trigger, whoever ordered the rollback', () => {
    const { desk, advance, confirm, boss } = ready({ observed: true });
    advance(0.05);
    confirm();
    desk.run(1, second({ percent: 5, fire: 20 }));
    const sinceAt = desk.room.nowMs;
    desk.do(boss, { kind: 'ramp.rollback', args: { scope: { launch: true }, to: 0, reason: 'It burns.' } });
    expect(desk.room.ramp.orderOf('burns', US, sinceAt)).toBe('under_way');
    // UK is not observed, so the order of both waits; the trigger's own cell is answered for by people.
    desk.run(1, second({ percent: 0, fire: 20 }));
    expect(desk.room.ramp.commandedOf(UK)).toBe(0);
    expect(desk.room.findTrigger('burns', US)?.state).toBe('handled');
  });
});

test('a trigger with the arm act replaces an advance under way, and is handled when its rollback is confirmed', () => {
  const { desk, boss, advance, confirm, newest } = ready();
  advance(0.01);
  confirm();
  const arming = { trigger: 'burns', arm: 'act', reason: 'We are few.' } as const;
  desk.do(boss, { kind: 'arm.set', args: arming });
  desk.run(70, second());
  advance(0.05);
  const before = newest()?.order;
  desk.run(31, second({ fire: 20 }));
  const orders = read(desk).orders;
  expect(orders[0]).toMatchObject({
    does: 'rollback',
    state: 'placed',
    says: 'US card to 0 %',
    because: { trigger: 'burns', cell: US },
    by: { role: 'system' },
  });
  expect(orders.find(({ order }) => order === before)?.state).toBe('cancelled');
  expect(desk.room.callWord).toBe('ROLLBACK');
  confirm();
  expect(desk.room.findTrigger('burns', US)?.state).toBe('handled');
});

describe('narrowing', () => {
  test('leaves fewer users eligible, never more, and a rollback to zero ends it', () => {
    const { desk, boss, advance, confirm } = ready({ observed: true });
    advance(0.05);
    confirm();
    const narrow = (eligible: Record<string, string[]>) => {
      return { kind: 'ramp.narrow', args: { scope, eligible, reason: 'Only known cards.' } } as const;
    };
    expect(desk.refusal(boss, narrow({})).code).toBe('bad_request');
    const [row] = desk.do(boss, narrow({ cohort: ['staff', 'known'] }));
    expect(row).toMatchObject({ body: { does: 'narrow', cells: [{ cell: US, from: 0.05, to: 0.05 }] } });
    expect(desk.refusal(boss, narrow({ cohort: ['staff'] })).code).toBe('order_underway');
    desk.run(2, second({ percent: 5 }));
    expect(read(desk).orders[0]).toMatchObject({ state: 'placed', says: 'US card to cohort staff, known' });
    confirm();
    expect(desk.refusal(boss, narrow({ cohort: ['staff', 'known'] })).code).toBe('already_done');
    expect(desk.refusal(boss, narrow({ cohort: ['staff', 'guest'] })).code).toBe('bad_request');
    desk.do(boss, narrow({ cohort: ['staff'] }));
    expect(read(desk).cells[0]?.eligible).toEqual({ cohort: ['staff'] });
    desk.do(boss, { kind: 'ramp.rollback', args: { scope, to: 0, reason: 'Enough.' } });
    expect(read(desk).cells[0]?.eligible).toBeNull();
  });
});

describe('a rollback', () => {
  const narrowed = (as: 'placed' | 'confirmed' | 'failed') => {
    const room = ready({ webhook: true });
    room.advance(0.25);
    room.confirm();
    const args = { scope, eligible: { cohort: ['staff'] }, reason: 'Only staff.' };
    const [row] = room.desk.do(room.boss, { kind: 'ramp.narrow', args });
    if (as === 'confirmed') room.confirm();
    if (as === 'failed' && row?.kind === 'order.placed') {
      room.desk.report({ kind: 'order.failed', body: { order: row.body.order, text: 'No answer.' } });
    }
    return room;
  };
  const back = (to?: number) => {
    return { kind: 'ramp.rollback', args: { scope, reason: 'Less.', ...(to === undefined ? {} : { to }) } } as const;
  };

  test.each(['placed', 'confirmed', 'failed'] as const)('says who is left of a narrowing that was %s', (as) => {
    const { desk, boss } = narrowed(as);
    const rows = desk.do(boss, back());
    expect(rows.at(-1)).toMatchObject({
      body: { does: 'rollback', cells: [{ cell: US, from: 0.25, to: 0.05, eligible: { cohort: ['staff'] } }] },
    });
    expect(read(desk).cells[0]).toMatchObject({ commanded: 0.05, eligible: { cohort: ['staff'] } });
    expect(read(desk).orders[0]?.says).toBe('US card to 5 %; still narrowed to cohort staff');
    desk.do(boss, back(0.01));
    expect(read(desk).cells[0]).toMatchObject({ commanded: 0.01, eligible: { cohort: ['staff'] } });
  });

  test('to zero that failed has let nobody in: the next one knows who was left', () => {
    const { desk, boss } = narrowed('placed');
    const row = desk.do(boss, back(0)).at(-1);
    expect(read(desk).cells[0]).toMatchObject({ commanded: 0, eligible: null });
    if (row?.kind === 'order.placed') {
      desk.report({ kind: 'order.failed', body: { order: row.body.order, text: 'No answer.' } });
    }
    desk.do(boss, back(0.01));
    expect(read(desk).cells[0]).toMatchObject({ commanded: 0.01, eligible: { cohort: ['staff'] } });
  });

  test('that the room orders by itself says it as well', () => {
    const { desk, boss } = narrowed('placed');
    desk.do(boss, { kind: 'arm.set', args: { trigger: 'burns', arm: 'act', reason: 'Now.' } });
    desk.run(40, { ...second({ percent: 25 }), gauges: [{ metric: 'fire', labels: US, value: 50 }] });
    const placed = desk.rows.findLast((one) => one.kind === 'order.placed');
    expect(placed?.body).toMatchObject({
      because: { trigger: 'burns' },
      cells: [{ cell: US, to: 0, eligible: { cohort: ['staff'] } }],
    });
    expect(read(desk).orders[0]?.says).toBe('US card to 0 %');
  });
});

describe('the cost of the next step', () => {
  test('says that nobody is in only where telemetry shows it', () => {
    const saysAt = (percent?: number): string => {
      const { desk } = ready({ observed: true });
      desk.run(5, second(percent === undefined ? {} : { percent }));
      const { cells, sentences } = read(desk);
      return sentences[cells[0]?.next?.costSays ?? -1] ?? '';
    };
    expect(saysAt(0)).toContain('Nobody is in yet');
    expect(saysAt()).toContain('Nothing is commanded yet');
    expect(saysAt(2)).toContain('Nothing is commanded yet');
  });

  test('is what the cell costs now, at the share of the next stage', () => {
    const { desk, advance, confirm } = ready();
    const before = read(desk);
    expect(before.cells[0]?.next?.cost).toBeNull();
    expect(before.sentences[before.cells[0]?.next?.costSays ?? -1]).toContain('Nothing is commanded yet');
    advance(0.01);
    confirm();
    desk.run(899, second());
    desk.run(1, second({ bad: 9 }));
    const cost = read(desk).cells[0]?.next?.cost;
    const { low, high } = clopperPearson(9, 9000, 0.95);
    expect(cost).toMatchObject({ slo: 'new-path', badAnHour: 180, budgetAnHour: 0.18, peakFactor: 2.3 });
    expect(cost?.eventsS).toBeCloseTo(50, 0);
    expect((cost?.low ?? 0) / (low * 180_000)).toBeCloseTo(1, 2);
    expect((cost?.high ?? 0) / (high * 180_000)).toBeCloseTo(1, 2);
    expect(cost?.exhaustedInS).toBeGreaterThan(0);
  });

  test('of a launch with many cells fits in a snapshot, before the first second and with everybody in', () => {
    const plan = planOf(readFileSync('data/shopnow-one-click/plan.yaml', 'utf8'));
    const desk = new RoomDesk(plan);
    expect(read(desk).cells).toHaveLength(18);
    const boss = { role: 'incident-commander', name: 'A' };
    const whole: RampScope = { launch: true };
    desk.do(boss, { kind: 'ramp.hold', args: { scope: whole, reason: 'Not yet.' } });
    expect(desk.refusal(boss, { kind: 'ramp.advance', args: { scope: whole } }).code).toBe('not_started');
    desk.run(1);
    const all = read(desk).cells.map(({ cell }) => cell);
    const placed = all.map((cell) => ({ cell, from: 0, to: 0.25 }));
    desk.report({ kind: 'order.placed', body: { order: 'o', does: 'advance', cells: placed, actuator: 'manual' } });
    const counts = all.flatMap((cell) => {
      const labels = { ...cell, path: 'one-click' };
      return ['ok', 'error'].map((outcome) => {
        return { metric: 'checkout.requests', labels: { ...labels, outcome }, value: outcome === 'ok' ? 99.7 : 0.3 };
      });
    });
    desk.run(120, { counts });
    const reading = read(desk);
    expect(reading.cells.filter(({ next }) => next?.cost !== null)).toHaveLength(18);
    expect(JSON.stringify(reading).length).toBeLessThan(16_000);
  });
});

test('a plan without a ramp has nothing to command', () => {
  const plan = planOf(`
format: holdpoint/plan@1
launch: { id: none, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call] } }
indicators: { orders: { kind: speed, count: { metric: orders } } }
`);
  const desk = new RoomDesk(plan);
  desk.run(1);
  const boss = desk.take('boss');
  const whole: RampScope = { launch: true };
  const commands: RoomCommand[] = [
    { kind: 'ramp.advance', args: { scope: whole } },
    { kind: 'ramp.rollback', args: { scope: whole, reason: 'Back.' } },
    { kind: 'ramp.hold', args: { scope: whole, reason: 'Stop.' } },
    { kind: 'ramp.narrow', args: { scope: whole, eligible: { cohort: ['staff'] }, reason: 'Fewer.' } },
    { kind: 'ramp.resume', args: { hold: 1 } },
    { kind: 'order.confirm', args: { order: 'none' } },
    { kind: 'override.approve', args: { proposal: 1 } },
  ];
  for (const command of commands) {
    expect(desk.refusal(boss, command).code).toBe('not_found');
  }
  expect(read(desk).cells).toEqual([]);
  expect(desk.room.ramp.hasBegun).toBe(false);
});
