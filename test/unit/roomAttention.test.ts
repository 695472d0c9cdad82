import { describe, expect, test } from 'vitest';
import { attentionReading } from '../../shared/model/room/attentionReading.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { HandRoom } from '../help/handRoom.ts';
import { planOf } from '../help/roomDesk.ts';

const source = `
format: holdpoint/plan@1
launch: { id: attention, t0: 2026-03-30T14:00:00Z }
roles:
  boss: { name: Incident commander, may: [call] }
  chief: { may: [override] }
  sre: { name: SRE on duty }
  counsel: { veto: true }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] } }
ramp: { stages: [0%, 5%, 25%], actuator: { kind: webhook, url: https://ramp.example.org } }
triggers:
  burn:
    scope: { each: [market] }
    when: { indicator: heat, window: 5s, over: 10 }
    clear: { for: 5s }
    arm: act
    does: { rollback: cell, to: 1% }
    countdown: 20s
    severity: critical
    owner: sre
  slow: { when: { indicator: heat, window: 5s, over: 10 }, for: 10s, arm: hold, does: { rollback: launch }, owner: sre }
  look: { when: { indicator: heat, window: 5s, over: 10 }, arm: advise, does: { review: true }, escalate: { after: 2m, to: counsel } }
`;
const plan = planOf(source);
const US = { market: 'US' };
const UK = { market: 'UK' };
const burn = { trigger: 'burn', cell: US };
const minuteMs = 60_000;

function kinds(room: HandRoom): string[] {
  return room.rows.map((row) => row.kind);
}

function entry(room: HandRoom, trigger: string, cell: Record<string, string> = {}) {
  const reading = room.book.read();
  expect(attentionReading.parse(reading)).toEqual(reading);
  return reading.entries.find((one) => one.trigger === trigger && one.cell['market'] === cell['market']);
}

function firing(): HandRoom {
  const room = new HandRoom(plan);
  room.run(60);
  room.set('burn', true, US);
  room.run(1);
  return room;
}

describe('acknowledging', () => {
  test('silences for this firing, and clears nothing', () => {
    const room = firing();
    const acknowledge = () => room.give('counsel', (book, actor) => book.acknowledge(burn, { actor, snapshot: 1 }));
    expect(acknowledge()).toBeUndefined();
    expect(entry(room, 'burn', US)).toMatchObject({
      state: 'firing',
      acknowledged: { by: { role: 'counsel', name: 'counsel' }, at: room.nowMs },
    });
    expect(acknowledge()).toEqual({ code: 'already_done', text: 'counsel has acknowledged burn of US.' });
    room.set('burn', false, US);
    room.run(6);
    expect(entry(room, 'burn', US)).toBeUndefined();
    room.set('burn', true, US);
    room.run(1);
    expect(entry(room, 'burn', US)?.acknowledged).toBeNull();
  });

  test('a pending trigger may be acknowledged before it fires; what is not on may not', () => {
    const room = new HandRoom(plan);
    room.set('slow', true);
    room.run(3);
    const cell = {};
    expect(
      room.give('sre', (book, actor) => book.acknowledge({ trigger: 'slow', cell }, { actor, snapshot: 1 })),
    ).toBeUndefined();
    room.run(20);
    expect(entry(room, 'slow')).toMatchObject({ state: 'firing', acknowledged: { by: { name: 'sre' } } });
    expect(
      room.give('sre', (book, actor) => book.acknowledge({ trigger: 'look', cell }, { actor, snapshot: 1 })),
    ).toEqual({ code: 'bad_request', text: 'look is ok: there is nothing to acknowledge.' });
  });

  test.each([
    ['sre', 'nothing', {}, 'not_found', 'The plan has no trigger nothing.'],
    ['sre', 'burn', {}, 'not_found', 'The trigger burn is not judged for the launch.'],
    [
      'pilot',
      'burn',
      US,
      'not_allowed',
      'The plan has no role pilot, so it may not acknowledge burn of US; take a role of the plan.',
    ],
  ])('%s may not acknowledge %s of %j', (role, trigger, cell, code, text) => {
    const room = firing();
    expect(room.give(role, (book, actor) => book.acknowledge({ trigger, cell }, { actor, snapshot: 1 }))).toEqual({
      code,
      text,
    });
  });
});

describe('shelving', () => {
  const shelve = (room: HandRoom, role: string, lengthMs: number) =>
    room.give(role, (book, actor) =>
      book.shelve(
        { ...burn, untilAt: room.nowMs + lengthMs, reason: 'The vault is being mended.' },
        { actor, snapshot: 1 },
      ),
    );

  test.each([
    ['counsel', minuteMs, 'not_allowed'],
    ['sre', 0, 'bad_request'],
    ['boss', 12 * 60 * minuteMs + 1, 'bad_request'],
    ['boss', 12 * 60 * minuteMs, undefined],
    ['sre', minuteMs, undefined],
  ])('%s for %i ms: %s', (role, lengthMs, code) => {
    expect(shelve(firing(), role, lengthMs)?.code).toBe(code);
  });

  test('is counted, hides no rollback, and ends by itself', () => {
    const room = firing();
    shelve(room, 'sre', 30_000);
    expect(shelve(room, 'boss', 30_000)?.code).toBe('already_done');
    expect(room.book.read().shelved).toBe(1);
    expect(entry(room, 'burn', US)).toMatchObject({ state: 'firing', shelved: { by: { name: 'sre' } } });
    room.run(20);
    // The countdown has run to its end meanwhile.
    expect(kinds(room)).toEqual(['countdown.begun', 'trigger.shelved', 'order.placed']);
    room.run(10);
    expect(room.rows.at(-1)).toMatchObject({
      kind: 'trigger.unshelved',
      actor: { role: 'system' },
      body: { ...burn, reason: 'Its time is over.' },
    });
    expect(room.book.read().shelved).toBe(0);
  });

  test('ends when somebody says so', () => {
    const room = firing();
    const unshelve = () =>
      room.give('boss', (book, actor) => book.unshelve({ ...burn, reason: 'Mended.' }, { actor, snapshot: 1 }));
    expect(unshelve()?.code).toBe('already_done');
    shelve(room, 'sre', minuteMs);
    expect(unshelve()).toBeUndefined();
    expect(entry(room, 'burn', US)?.shelved).toBeNull();
  });
});

describe('the arm in force', () => {
  const setArm = (room: HandRoom, role: string, arm: 'advise' | 'hold' | 'act', trigger = 'burn') =>
    room.give(role, (book, actor) => book.setArm({ trigger, arm, reason: 'We watch it.' }, { actor, snapshot: 1 }));

  test('is lowered by its owner or the call, and raised to act only by who may override', () => {
    const room = firing();
    expect(setArm(room, 'counsel', 'hold')).toEqual({
      code: 'not_allowed',
      text: 'counsel may not set the arm of burn to hold; ask SRE on duty or Incident commander.',
    });
    expect(setArm(room, 'sre', 'advise')).toBeUndefined();
    expect(setArm(room, 'boss', 'hold')).toBeUndefined();
    expect(setArm(room, 'boss', 'hold')?.code).toBe('already_done');
    expect(setArm(room, 'boss', 'act')?.code).toBe('not_allowed');
    expect(setArm(room, 'sre', 'act')?.code).toBe('not_allowed');
    expect(setArm(room, 'chief', 'act')).toBeUndefined();
    expect(setArm(room, 'boss', 'hold', 'nothing')?.code).toBe('not_found');
    expect(room.book.read().arms).toEqual([
      {
        trigger: 'burn',
        arm: 'act',
        set: { by: { role: 'chief', name: 'chief' }, at: room.nowMs, reason: 'We watch it.' },
      },
      { trigger: 'slow', arm: 'hold', set: null },
      { trigger: 'look', arm: 'advise', set: null },
    ]);
  });

  test('lowered in a countdown stops it; with hold the room asks', () => {
    const room = firing();
    setArm(room, 'sre', 'hold');
    expect(room.rows.at(-1)).toMatchObject({
      kind: 'countdown.stopped',
      body: { ...burn, reason: 'The arm of burn is hold now.' },
    });
    expect(entry(room, 'burn', US)).toMatchObject({ countdown: null, asks: 'Order the rollback?' });
    setArm(room, 'chief', 'act');
    expect(room.rows.at(-1)?.kind).toBe('countdown.begun');
    expect(entry(room, 'burn', US)?.asks).toBeNull();
  });
});

describe('a countdown', () => {
  test('ends in an order of the room that replaces what is under way', () => {
    const room = firing();
    room.orders.push({ order: 'advance-US', trigger: undefined, cell: '', at: room.nowMs, status: 'under_way' });
    const { nowMs } = room;
    expect(entry(room, 'burn', US)?.countdown).toEqual({ endsAt: nowMs + 20_000, secondsLeft: 20, vetoed: null });
    room.run(19);
    expect(entry(room, 'burn', US)?.countdown?.secondsLeft).toBe(1);
    room.run(1);
    expect(room.rows.slice(1)).toMatchObject([
      { kind: 'order.cancelled', body: { order: 'advance-US', reason: 'burn rolls the same cells back.' } },
      {
        kind: 'order.placed',
        at: nowMs + 20_000,
        actor: { role: 'system', name: 'holdpoint' },
        body: {
          order: `rollback-burn-US-${nowMs / 1000 + 20}`,
          does: 'rollback',
          cells: [{ cell: US, from: 0.05, to: 0.01 }],
          because: burn,
          actuator: 'webhook',
        },
      },
    ]);
    room.run(60);
    expect(room.rows).toHaveLength(3);
  });

  test('goes on while the trigger cannot see, and stops when it goes off', () => {
    const room = firing();
    room.set('burn', undefined, US);
    room.run(10);
    expect(entry(room, 'burn', US)).toMatchObject({ state: 'firing', countdown: { secondsLeft: 10 }, frozenS: 9 });
    room.set('burn', false, US);
    room.run(6);
    expect(room.rows.at(-1)).toMatchObject({ kind: 'countdown.stopped', body: { reason: 'burn is off.' } });
    room.run(60);
    expect(kinds(room)).not.toContain('order.placed');
  });

  test('stops when nothing is left above the target', () => {
    const room = firing();
    room.shares.set('market=US', 0.01);
    room.run(1);
    expect(room.rows.at(-1)).toMatchObject({
      kind: 'countdown.stopped',
      body: { reason: 'Nothing is left above 1 %.' },
    });
  });

  test('is vetoed for this firing by whoever has the right or owns it', () => {
    const veto = (room: HandRoom, role: string) =>
      room.give(role, (book, actor) => book.veto({ ...burn, reason: 'A false alarm.' }, { actor, snapshot: 1 }))?.code;
    for (const role of ['boss', 'sre', 'counsel']) expect(veto(firing(), role)).toBeUndefined();
    const room = firing();
    expect(veto(room, 'chief')).toBe('not_allowed');
    veto(room, 'counsel');
    expect(veto(room, 'boss')).toBe('already_done');
    room.run(300);
    expect(kinds(room)).not.toContain('order.placed');
    expect(kinds(room).filter((kind) => kind === 'countdown.begun')).toHaveLength(1);
    expect(entry(room, 'burn', US)?.countdown?.vetoed).toMatchObject({ reason: 'A false alarm.' });
    room.set('burn', false, US);
    room.run(6);
    expect(veto(room, 'boss')).toBe('bad_request');
    room.set('burn', true, US);
    room.run(21);
    expect(room.rows.at(-1)?.kind).toBe('order.placed');
  });

  test('begins again when the order failed, and not when a person cancelled it', () => {
    const failed = firing();
    failed.run(20);
    const order = failed.orders.at(-1)?.order ?? '';
    failed.report({ kind: 'order.failed', body: { order, text: 'The address does not answer.' } });
    expect(failed.rows.at(-1)).toMatchObject({ kind: 'countdown.begun', body: { endsAt: failed.nowMs + 30_000 } });
    failed.run(30);
    expect(failed.orders.filter((one) => one.status === 'under_way')).toHaveLength(1);

    const cancelled = firing();
    cancelled.run(20);
    cancelled.report({
      kind: 'order.cancelled',
      body: { order: cancelled.orders.at(-1)?.order ?? '', reason: 'Not now.' },
    });
    cancelled.shares.set('market=US', 0.05);
    cancelled.run(120);
    expect(kinds(cancelled).filter((kind) => kind === 'countdown.begun')).toHaveLength(1);
  });
});

describe('handled', () => {
  test('when its rollback is done, until the cell advances', () => {
    const room = firing();
    room.run(20);
    room.report({ kind: 'order.confirmed', body: { order: room.orders.at(-1)?.order ?? '', how: 'person' } });
    expect(entry(room, 'burn', US)).toMatchObject({ state: 'handled', countdown: null });
    room.run(30);
    expect(room.live('burn', US).state).toBe('handled');
    room.advance(US);
    expect(room.live('burn', US).state).toBe('ok');
    room.run(1);
    expect(entry(room, 'burn', US)).toMatchObject({ state: 'firing', sinceAt: room.nowMs });
    expect(room.rows.at(-1)?.kind).toBe('countdown.begun');
  });

  test('when somebody with the call resets it', () => {
    const room = firing();
    const reset = (role: string) =>
      room.give(role, (book, actor) => book.reset({ ...burn, reason: 'A known test.' }, { actor, snapshot: 1 }))?.code;
    expect(reset('sre')).toBe('not_allowed');
    expect(reset('boss')).toBeUndefined();
    expect(room.live('burn', US).state).toBe('handled');
    expect(room.rows.at(-1)).toMatchObject({ kind: 'countdown.stopped', body: { reason: 'burn was handled.' } });
    expect(reset('boss')).toBe('already_done');
    room.set('burn', false, US);
    room.run(1);
    expect(reset('boss')).toBe('bad_request');
  });
});

describe('escalation', () => {
  test('of critical ones after 5 min, to whoever may make the call, once', () => {
    const room = firing();
    room.give('boss', (book, actor) =>
      book.setArm({ trigger: 'burn', arm: 'hold', reason: 'r' }, { actor, snapshot: 1 }),
    );
    room.run(299);
    expect(kinds(room)).not.toContain('escalation.raised');
    room.run(1);
    expect(room.rows.at(-1)).toMatchObject({ kind: 'escalation.raised', body: { ...burn, to: ['boss'] } });
    expect(entry(room, 'burn', US)?.escalated).toEqual({ to: ['boss'], at: room.nowMs });
    room.run(900);
    expect(kinds(room).filter((kind) => kind === 'escalation.raised')).toHaveLength(1);
  });

  test('as the plan says, unless acknowledged or shelved', () => {
    const plain = new HandRoom(plan);
    plain.set('look', true);
    plain.set('slow', true);
    plain.run(121);
    expect(plain.rows).toMatchObject([{ kind: 'escalation.raised', body: { trigger: 'look', to: ['counsel'] } }]);
    const acknowledged = new HandRoom(plan);
    acknowledged.set('look', true);
    acknowledged.run(1);
    acknowledged.give('sre', (book, actor) => book.acknowledge({ trigger: 'look', cell: {} }, { actor, snapshot: 1 }));
    acknowledged.run(600);
    expect(kinds(acknowledged)).toEqual(['trigger.acknowledged']);
    const shelved = new HandRoom(plan);
    shelved.set('look', true);
    shelved.run(1);
    const untilAt = shelved.nowMs + 5 * minuteMs;
    shelved.give('boss', (book, actor) =>
      book.shelve({ trigger: 'look', cell: {}, untilAt, reason: 'r' }, { actor, snapshot: 1 }),
    );
    shelved.run(300);
    expect(kinds(shelved)).toEqual(['trigger.shelved', 'trigger.unshelved', 'escalation.raised']);
    expect(shelved.rows.at(-1)?.at).toBe(untilAt);
  });

  test('names a role of the plan', () => {
    const wrong = readPlan(source.replace('to: counsel', 'to: nobody'), 'plan.yaml');
    expect(wrong.plan === undefined ? [] : lintPlan(wrong.plan).map(({ path }) => path.join('.'))).toContain(
      'triggers.look.escalate.to',
    );
  });
});

describe('bursts, floods and what changed', () => {
  test('the earliest of a burst is marked, ties in the order of the plan', () => {
    const room = new HandRoom(plan);
    room.set('look', true);
    room.run(1);
    expect(entry(room, 'look')?.isFirstOut).toBe(false);
    room.set('burn', true, US);
    room.set('burn', true, UK);
    room.run(10);
    expect(
      [entry(room, 'look'), entry(room, 'burn', US), entry(room, 'burn', UK)].map((one) => one?.isFirstOut),
    ).toEqual([true, false, false]);
    const tied = firing();
    tied.set('burn', false, US);
    tied.run(20);
    tied.set('look', true);
    tied.set('burn', true, UK);
    tied.run(1);
    expect([entry(tied, 'look'), entry(tied, 'burn', UK)].map((one) => one?.isFirstOut)).toEqual([false, true]);
  });

  test('load is told by role; a flood is listed by groups', () => {
    const room = firing();
    expect(room.book.read().load).toEqual({
      alarms: 1,
      isFlood: false,
      roles: [{ role: 'sre', alarms: 1, level: 'good' }],
    });
    for (let round = 0; round < 10; round += 1) {
      room.set('look', round % 2 === 0);
      room.set('burn', round % 2 === 1, US);
      room.set('burn', round % 2 === 0, UK);
      room.run(round % 2 === 0 ? 61 : 31);
    }
    const flood = room.book.read();
    expect(attentionReading.parse(flood)).toEqual(flood);
    expect(flood.load).toMatchObject({ isFlood: true, roles: [{ role: 'sre', level: 'over' }, { role: null }] });
    expect(flood.groups.length).toBeGreaterThan(0);
    room.set('burn', false, US);
    room.set('burn', false, UK);
    room.set('look', false);
    room.run(601);
    expect(room.book.read()).toMatchObject({ entries: [], groups: [], load: { alarms: 0, isFlood: false } });
  });

  test('events of the half hour before are listed nearest first, and kept', () => {
    const room = new HandRoom(plan);
    const event = (secondsAgo: number, type: string) =>
      room.events.add({ t: (room.tick + 1 - secondsAgo) * 1000, source: 's', type, labels: {}, text: type });
    event(1801, 'too.early');
    event(1800, 'deploy.started');
    event(60, 'deploy.finished');
    for (let one = 0; one < 3; one += 1) event(0, 'too.late');
    room.set('slow', true);
    room.run(1);
    const told = () => {
      const { entries, changes } = room.book.read();
      return entries[0]?.changes.map((place) => changes[place]?.type);
    };
    expect(told()).toEqual(['deploy.finished', 'deploy.started']);
    room.run(2 * 3600);
    expect(entry(room, 'slow')?.state).toBe('firing');
    expect(told()).toEqual(['deploy.finished', 'deploy.started']);
  });
});
