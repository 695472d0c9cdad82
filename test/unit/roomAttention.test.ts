import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { attentionReading } from '../../shared/model/room/attentionReading.ts';
import { burn, entry, firing, kinds, minuteMs, plan, UK, US } from '../help/attentionCase.ts';
import { HandRoom } from '../help/handRoom.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';

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

describe('in the judge', () => {
  const hot: Second = { gauges: [{ metric: 'heat', labels: { market: 'UK' }, value: 50 }] };
  const calm: Second = { gauges: ['US', 'UK'].map((market) => ({ metric: 'heat', labels: { market }, value: 1 })) };

  test('a trigger is acknowledged, escalated where it is not, and reset by the call', () => {
    const desk = new RoomDesk(plan);
    const sre = desk.take('sre', 'A');
    const boss = desk.take('boss', 'B');
    desk.run(10, calm);
    desk.run(10, hot);
    const of = (trigger: string) => ({ trigger, cell: trigger === 'burn' ? UK : {} });
    desk.do(sre, { kind: 'trigger.acknowledge', args: of('burn') });
    desk.run(120, hot);
    expect(desk.rows.filter(({ kind }) => kind === 'escalation.raised')).toMatchObject([
      { body: { trigger: 'look', to: ['counsel'] } },
    ]);
    desk.do(boss, { kind: 'trigger.reset', args: { ...of('burn'), reason: 'A known test.' } });
    expect(desk.room.findTrigger('burn', UK)?.state).toBe('handled');
    expect(desk.run(1, hot).filter(({ to }) => to === 'handled')).toHaveLength(1);
    const { entries } = desk.room.attention.read();
    expect(entries.map(({ trigger, state, acknowledged }) => [trigger, state, acknowledged])).toEqual([
      ['slow', 'firing', null],
      ['look', 'firing', null],
      ['burn', 'handled', null],
    ]);
  });

  test('commands before the first second are decided', () => {
    const desk = new RoomDesk(plan);
    const sre = desk.take('sre');
    expect(desk.refusal(sre, { kind: 'trigger.acknowledge', args: burn }).code).toBe('bad_request');
    const untilAt = plan.launch.t0 + minuteMs;
    desk.do(sre, { kind: 'trigger.shelve', args: { ...burn, untilAt, reason: 'Not yet connected.' } });
    desk.run(5, calm);
    expect(desk.room.attention.read()).toMatchObject({ shelved: 1, entries: [{ state: 'ok', shelved: { untilAt } }] });
  });
});

test('who joins late finds what is on, since when, and the room acts from there', () => {
  const room = new HandRoom(plan);
  room.run(5);
  room.set('slow', true);
  room.run(120);
  const firedAt = room.nowMs - 109_000;
  room.forget();
  expect(room.book.due()).toEqual([]);
  room.report({ kind: 'role.taken', body: { role: 'boss' } });
  expect(entry(room, 'slow')).toMatchObject({ state: 'firing', sinceAt: firedAt });
  expect(room.book.read().load.alarms).toBe(1);
  room.set('burn', true, US);
  room.run(1);
  expect(room.rows.at(-1)).toMatchObject({ kind: 'countdown.begun' });
});

test('the reading of a launch in flames stays small', () => {
  const shopNow = planOf(readFileSync('data/shopnow-one-click/plan.yaml', 'utf8'));
  const room = new HandRoom(shopNow);
  for (let one = 0; one < 20; one += 1) {
    const labels = { service: 'checkout', mode: 'manual' };
    room.events.add({
      t: room.nowMs - one * 1000,
      source: 's',
      type: 'deploy.finished',
      labels,
      text: 'x'.repeat(500),
    });
  }
  for (const condition of room.conditions) condition.truth = true;
  room.run(400);
  const reading = room.book.read();
  expect(reading.load.isFlood).toBe(true);
  expect(JSON.stringify(reading).length).toBeLessThan(8_000);
  expect(reading.entries.length + reading.unlisted).toBe(room.triggers.length);
  expect(reading.groups[0]?.isFirstOut).toBe(true);
});
