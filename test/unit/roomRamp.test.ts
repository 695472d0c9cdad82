import { describe, expect, test } from 'vitest';
import { rampReading } from '../../shared/model/room/rampReading.ts';
import type { RampScope } from '../../shared/model/room/rampFacts.ts';
import { rampPlan } from '../help/rampPlan.ts';
import { RoomDesk, type Second } from '../help/roomDesk.ts';

const US = { market: 'US', method: 'card' };
const UK = { market: 'UK', method: 'card' };
const ofUS: RampScope = { cell: US };
const first: RampScope = { wave: 'first' };
const launch: RampScope = { launch: true };

function quiet(more: Second = {}): Second {
  return { ...more, gauges: [{ metric: 'heat', value: 20 }, ...(more.gauges ?? [])] };
}

function traffic(cells: readonly Record<string, string>[], bad = 0): NonNullable<Second['counts']> {
  return cells.flatMap((cell) => [
    { metric: 'requests', labels: { ...cell, path: 'new', outcome: 'ok' }, value: 10 },
    { metric: 'requests', labels: { ...cell, path: 'new', outcome: 'error' }, value: bad },
  ]);
}

function ready(more: Parameters<typeof rampPlan>[0] = {}) {
  const desk = new RoomDesk(rampPlan(more));
  desk.run(15, quiet());
  const boss = desk.take('boss', 'A');
  const chief = desk.take('chief', 'B');
  const sre = desk.take('sre', 'C');
  const advance = (scope: RampScope = ofUS, to?: number) => {
    return desk.do(boss, { kind: 'ramp.advance', args: { scope, ...(to === undefined ? {} : { to }) } });
  };
  const rollback = (scope: RampScope = ofUS, to?: number) => {
    const args = { scope, reason: 'It burns.', ...(to === undefined ? {} : { to }) };
    return desk.do(boss, { kind: 'ramp.rollback', args });
  };
  const confirm = (order: string) => desk.do(sre, { kind: 'order.confirm', args: { order } });
  const orders = () => read(desk).orders;
  const refusal = (args: { scope: RampScope; to?: number; override?: { reason: string } }) => {
    return desk.refusal(boss, { kind: 'ramp.advance', args });
  };
  return { desk, boss, chief, sre, advance, rollback, confirm, orders, refusal };
}

function read(desk: RoomDesk) {
  const reading = desk.room.ramp.read();
  expect(rampReading.parse(reading)).toEqual(reading);
  return reading;
}

function cellOf(desk: RoomDesk, cell: Record<string, string>) {
  const found = read(desk).cells.find((one) => {
    return one.cell['market'] === cell['market'] && one.cell['method'] === cell['method'];
  });
  if (found === undefined) throw new Error('The cell is not listed.');
  return found;
}

function newestOrder(desk: RoomDesk): string {
  return read(desk).orders[0]?.order ?? '';
}

describe('cells', () => {
  test('belong to the first wave that reaches them, and start at the first stage', () => {
    const { desk } = ready();
    const cells = read(desk).cells.map(({ cell, wave, commanded }) => [
      cell['market'],
      cell['method'],
      wave,
      commanded,
    ]);
    expect(cells).toEqual([
      ['US', 'card', 'first', 0],
      ['UK', 'card', 'first', 0],
      ['US', 'paypal', 'second', 0],
      ['UK', 'paypal', 'second', 0],
    ]);
    expect(desk.room.ramp.hasBegun).toBe(false);
  });

  test('carry the label of their wave until its percentage', () => {
    const { desk, boss } = ready();
    expect(cellOf(desk, US).label).toBe('Early Access until 50 %');
    expect(cellOf(desk, { market: 'US', method: 'paypal' }).label).toBeNull();
    desk.do(boss, { kind: 'ramp.advance', args: { scope: ofUS, to: 0.5 } });
    expect(cellOf(desk, US).label).toBeNull();
  });
});

describe('an advance', () => {
  test('goes to the next stage by an order that a person confirms and calm makes stable', () => {
    const { desk, advance, confirm, orders } = ready();
    const [row] = advance();
    expect(row).toMatchObject({
      kind: 'order.placed',
      body: { does: 'advance', cells: [{ cell: US, from: 0, to: 0.01 }], actuator: 'manual' },
    });
    const id = newestOrder(desk);
    expect(id).toMatch(/^advance-US-card-\d+$/);
    expect(desk.room.ramp.hasBegun).toBe(true);
    desk.run(30, quiet());
    expect(orders()[0]).toMatchObject({ state: 'placed', waitingS: 30, says: 'US card to 1 %' });
    confirm(id);
    desk.run(59, quiet());
    expect(orders()[0]?.state).toBe('confirmed');
    desk.run(1, quiet());
    expect(orders()[0]).toMatchObject({ state: 'stable', waitingS: null, confirmed: { how: 'person' } });
  });

  test('falls overdue once, and stays loud until somebody answers', () => {
    const { desk, advance, orders, boss } = ready();
    advance();
    desk.run(119, quiet());
    expect(orders()[0]?.isOverdue).toBe(false);
    desk.run(100, quiet());
    expect(orders()[0]).toMatchObject({ isOverdue: true, waitingS: 219 });
    expect(desk.rows.filter(({ kind }) => kind === 'order.fell_overdue')).toHaveLength(1);
    desk.do(boss, { kind: 'order.cancel', args: { order: newestOrder(desk), reason: 'Nobody is at the switch.' } });
    expect(orders()[0]).toMatchObject({ state: 'cancelled', isOverdue: false });
    expect(desk.room.ramp.commandedOf(US)).toBe(0);
    expect(cellOf(desk, US).since).toBeNull();
  });

  test('needs the right, a stage above, and a ramp', () => {
    const { desk, sre, refusal, advance } = ready();
    expect(desk.refusal(sre, { kind: 'ramp.advance', args: { scope: ofUS } }).code).toBe('not_allowed');
    expect(refusal({ scope: ofUS, to: 0.07 }).code).toBe('bad_request');
    expect(refusal({ scope: { wave: 'third' } }).code).toBe('not_found');
    expect(refusal({ scope: { cell: { market: 'DE' } } }).code).toBe('not_found');
    expect(refusal({ scope: ofUS, to: 0 }).code).toBe('already_done');
    advance(ofUS, 1);
    expect(refusal({ scope: ofUS }).code).toBe('already_done');
  });

  test('waits for the order under way, the start of the wave, the dwell and the criteria', () => {
    const { desk, advance, refusal, confirm } = ready();
    expect(refusal({ scope: { wave: 'second' } })).toMatchObject({ code: 'not_yet' });
    advance(first);
    expect(refusal({ scope: ofUS }).code).toBe('order_underway');
    confirm(newestOrder(desk));
    desk.run(20, quiet({ counts: traffic([US, UK]) }));
    expect(refusal({ scope: first })).toMatchObject({ code: 'not_yet' });
    expect(refusal({ scope: first }).text).toContain('The dwell of 1m lasts until');
    expect(refusal({ scope: first }).text).toContain('US card and UK card');
    desk.run(40, quiet({ counts: traffic([US, UK]) }));
    desk.run(20, quiet({ counts: traffic([US, UK], 5) }));
    const refused = refusal({ scope: first });
    expect(refused.code).toBe('criterion_not_met');
    expect(refused.text).toContain('clean Cell clean: fails');
    desk.run(40, { counts: traffic([US]) });
    expect(refusal({ scope: ofUS }).text).toContain('cool Cool: unknown');
  });

  test('dwells from the moment when it has arrived, and not from the order', () => {
    const { desk, boss, advance, refusal, confirm } = ready();
    advance(first);
    desk.run(300, quiet({ counts: traffic([US, UK]) }));
    confirm(newestOrder(desk));
    const arrivedAt = desk.room.nowMs;
    expect(refusal({ scope: ofUS }).text).toContain('The dwell of 1m lasts until');
    expect(cellOf(desk, US)).toMatchObject({ since: arrivedAt - 300_000, next: { allowedAt: arrivedAt + 60_000 } });
    const narrow = { scope: ofUS, eligible: { cohort: ['staff'] }, reason: 'Fewer.' };
    desk.do(boss, { kind: 'ramp.narrow', args: narrow });
    desk.run(30, quiet({ counts: traffic([US, UK]) }));
    confirm(newestOrder(desk));
    desk.run(29, quiet({ counts: traffic([US, UK]) }));
    expect(refusal({ scope: ofUS }).code).toBe('not_yet');
    desk.run(1, quiet({ counts: traffic([US, UK]) }));
    advance(ofUS);
    desk.do(boss, { kind: 'order.cancel', args: { order: newestOrder(desk), reason: 'No.' } });
    advance(ofUS);
  });

  test('the first step does not wait for users whom nobody has let in, and the second does', () => {
    const { desk, advance, confirm, refusal } = ready();
    advance();
    confirm(newestOrder(desk));
    desk.run(61, quiet());
    expect(refusal({ scope: ofUS })).toMatchObject({ code: 'criterion_unknown' });
    expect(refusal({ scope: { cell: UK }, to: 0.07 }).code).toBe('bad_request');
    advance({ cell: UK });
  });

  test('the first step does not wait for users of whom telemetry counts none', () => {
    const { desk, advance } = ready();
    const nobody = traffic([{ market: 'US', method: 'card' }]).map((count) => ({ ...count, value: 0 }));
    for (let second = 0; second < 20; second++) desk.run(1, quiet({ counts: nobody }));
    advance(ofUS);
  });

  test('a wave goes as a whole or not at all, and the refusal names the cells in the way', () => {
    const { desk, refusal, boss } = ready();
    desk.do(boss, { kind: 'ramp.hold', args: { scope: ofUS, reason: 'Look first.' } });
    const refused = refusal({ scope: first });
    expect(refused.code).toBe('not_yet');
    expect(refused.text).toBe('Nothing was advanced. A holds US card: Look first. In the way of US card.');
    expect(desk.room.ramp.commandedOf(UK)).toBe(0);
  });

  test('a trigger that fires is in the way, and its owner may hold and roll back', () => {
    const { desk, advance, refusal, sre, confirm } = ready();
    advance(first);
    confirm(newestOrder(desk));
    desk.run(60, quiet({ counts: traffic([US, UK]) }));
    const scope = ofUS;
    expect(desk.refusal(sre, { kind: 'ramp.rollback', args: { scope, reason: 'No.' } }).code).toBe('not_allowed');
    const burning = quiet({ counts: traffic([US, UK]), gauges: [{ metric: 'fire', labels: US, value: 20 }] });
    desk.run(2, burning);
    expect(refusal({ scope: ofUS })).toMatchObject({ code: 'trigger_on' });
    expect(cellOf(desk, US).verdict).toBe('firing');
    expect(desk.refusal(sre, { kind: 'ramp.hold', args: { scope: first, reason: 'No.' } }).code).toBe('not_allowed');
    desk.do(sre, { kind: 'ramp.hold', args: { scope, reason: 'It burns.' } });
    desk.do(sre, { kind: 'ramp.rollback', args: { scope, to: 0, reason: 'It burns.' } });
    const { ramp } = desk.room;
    expect(ramp.orderOf('burns', US, desk.room.nowMs)).toBe('under_way');
    expect(ramp.orderOf('burns', UK, desk.room.nowMs)).toBe('none');
    confirm(newestOrder(desk));
    expect(desk.room.findTrigger('burns', US)?.state).toBe('handled');
    expect(cellOf(desk, UK).commanded).toBe(0.01);
  });
});

describe('a hold', () => {
  test('is on until it is resumed, and puts the call on hold', () => {
    const { desk, boss, sre, advance } = ready();
    const scope = first;
    const [row] = desk.do(boss, { kind: 'ramp.hold', args: { scope, reason: 'Look first.' } });
    const hold = row?.seq ?? 0;
    expect(desk.refusal(boss, { kind: 'ramp.hold', args: { scope, reason: 'Again.' } }).code).toBe('already_done');
    expect(desk.room.ramp.holds()).toEqual([
      { cell: US, text: 'A holds the ramp of the wave first: Look first.' },
      { cell: UK, text: 'A holds the ramp of the wave first: Look first.' },
    ]);
    expect(read(desk).holds).toMatchObject([{ hold, says: 'the wave first: Look first.' }]);
    expect(desk.refusal(sre, { kind: 'ramp.resume', args: { hold } }).code).toBe('not_allowed');
    desk.do(boss, { kind: 'ramp.resume', args: { hold } });
    expect(desk.refusal(boss, { kind: 'ramp.resume', args: { hold } }).code).toBe('already_done');
    expect(desk.refusal(boss, { kind: 'ramp.resume', args: { hold: 999 } }).code).toBe('not_found');
    expect(desk.room.ramp.holds()).toEqual([]);
    advance(first);
  });
});

describe('a rollback', () => {
  test('goes one stage down, to a percentage, or to zero, and is overdue after a minute', () => {
    const { desk, advance, rollback, confirm, orders } = ready();
    advance(first, 0.25);
    confirm(newestOrder(desk));
    rollback();
    expect(desk.room.ramp.commandedOf(US)).toBe(0.05);
    desk.run(60, quiet());
    expect(orders()[0]).toMatchObject({ does: 'rollback', isOverdue: true });
    rollback(launch, 0.03);
    expect([US, UK].map((cell) => desk.room.ramp.commandedOf(cell))).toEqual([0.03, 0.03]);
    rollback(launch, 0);
    expect([US, UK].map((cell) => desk.room.ramp.commandedOf(cell))).toEqual([0, 0]);
    const again = { kind: 'ramp.rollback', args: { scope: launch, to: 0, reason: 'Again.' } } as const;
    expect(desk.refusal({ role: 'boss', name: 'A' }, again).code).toBe('already_done');
  });

  test('replaces an advance that is under way', () => {
    const { desk, advance, rollback, orders } = ready();
    advance(first, 0.05);
    const before = newestOrder(desk);
    const rows = rollback(ofUS, 0);
    expect(rows.map(({ kind }) => kind)).toEqual(['order.cancelled', 'order.placed']);
    expect(orders().find(({ order }) => order === before)?.state).toBe('cancelled');
    expect([US, UK].map((cell) => desk.room.ramp.commandedOf(cell))).toEqual([0, 0]);
    // The actuator hears of UK too, which the advance had named.
    expect(rows[1]?.body).toMatchObject({
      cells: [
        { cell: US, from: 0.05, to: 0 },
        { cell: UK, from: 0.05, to: 0 },
      ],
    });
  });

  test('of one cell replaces a rollback of more, and carries the others to where that took them', () => {
    const { desk, advance, rollback, confirm, orders } = ready();
    advance(first, 0.25);
    confirm(newestOrder(desk));
    rollback(launch, 0.05);
    const wide = newestOrder(desk);
    const rows = rollback(ofUS, 0);
    expect(rows.map(({ kind }) => kind)).toEqual(['order.cancelled', 'order.placed']);
    expect(rows[1]?.body).toMatchObject({
      cells: [
        { cell: US, from: 0.25, to: 0 },
        { cell: UK, from: 0.25, to: 0.05 },
      ],
    });
    expect([US, UK].map((cell) => desk.room.ramp.commandedOf(cell))).toEqual([0, 0.05]);
    expect(orders().find(({ order }) => order === wide)?.state).toBe('cancelled');
    expect([US, UK].map((cell) => cellOf(desk, cell).order)).toEqual([newestOrder(desk), newestOrder(desk)]);
    expect(desk.room.ramp.replacing([{ cell: UK, from: 0.05, to: 0 }]).cancels).toEqual([newestOrder(desk)]);
  });
});

describe('an advance that was cancelled', () => {
  function cancelled(more: Parameters<typeof rampPlan>[0] = {}) {
    const room = ready(more);
    room.advance(first, 0.05);
    const args = { order: newestOrder(room.desk), reason: 'Not now.' };
    room.desk.do(room.boss, { kind: 'order.cancel', args });
    return room;
  }

  test('may have happened until a later order is confirmed, so it can be rolled back', () => {
    const { desk, rollback, confirm, boss } = cancelled();
    const { ramp } = desk.room;
    expect([US, UK].map((cell) => ramp.commandedOf(cell))).toEqual([0, 0]);
    expect(ramp.cellsAbove('cell', US, 0)).toEqual([{ cell: US, from: 0.05 }]);
    // A rollback to a share above what is commanded raises nothing.
    const [row] = rollback(ofUS, 0.01);
    expect(row).toMatchObject({ kind: 'order.placed', body: { cells: [{ cell: US, from: 0.05, to: 0 }] } });
    const again = { kind: 'ramp.rollback', args: { scope: ofUS, to: 0, reason: 'Again.' } } as const;
    expect(desk.refusal(boss, again).code).toBe('already_done');
    confirm(newestOrder(desk));
    expect(ramp.cellsAbove('cell', US, 0)).toEqual([]);
    expect(desk.refusal(boss, again).code).toBe('already_done');
    expect(ramp.cellsAbove('cell', UK, 0)).toEqual([{ cell: UK, from: 0.05 }]);
  });

  test('is forgotten where telemetry shows that nothing of it happened', () => {
    const { desk } = cancelled({ observed: true });
    desk.run(1, quiet({ gauges: [{ metric: 'ramp.percent', labels: US, value: 0 }] }));
    expect(desk.room.ramp.cellsAbove('cell', US, 0)).toEqual([]);
    expect(desk.room.ramp.cellsAbove('cell', UK, 0)).toEqual([{ cell: UK, from: 0.05 }]);
  });

  test('is ordered back by a trigger that may act', () => {
    const { desk, boss } = cancelled();
    desk.do(boss, { kind: 'arm.set', args: { trigger: 'burns', arm: 'act', reason: 'We are few.' } });
    desk.run(40, quiet({ gauges: [{ metric: 'fire', labels: US, value: 20 }] }));
    expect(desk.rows.findLast(({ kind }) => kind === 'order.placed')).toMatchObject({
      body: { does: 'rollback', because: { trigger: 'burns' }, cells: [{ cell: US, from: 0.05, to: 0 }] },
    });
  });
});

describe('a webhook', () => {
  test('that the receiver has taken confirms the order where nothing observes it', () => {
    const { desk, advance, orders } = ready({ webhook: true });
    advance();
    const order = newestOrder(desk);
    desk.report({ kind: 'order.attempted', body: { order, attempt: 1, outcome: 'delivered', text: 'Answered 200.' } });
    expect(orders()[0]).toMatchObject({ state: 'confirmed', isAccepted: true, confirmed: { how: 'webhook' } });
  });

  test('that fails leaves the order loud, and a failed rollback has lowered nothing', () => {
    const { desk, advance, orders, rollback, confirm } = ready({ webhook: true });
    advance();
    confirm(newestOrder(desk));
    rollback(ofUS, 0);
    const order = newestOrder(desk);
    desk.report({ kind: 'order.failed', body: { order, text: 'Given up after 5 attempts.' } });
    desk.run(5, quiet());
    expect(orders()[0]).toMatchObject({ state: 'failed', waitingS: 5, text: 'Given up after 5 attempts.' });
    expect(desk.room.ramp.cellsAbove('cell', US, 0)).toEqual([{ cell: US, from: 0.01 }]);
    rollback(ofUS, 0);
    expect(orders().map(({ state }) => state)).toContain('cancelled');
    confirm(newestOrder(desk));
    expect(desk.room.ramp.cellsAbove('cell', US, 0)).toEqual([]);
  });
});
