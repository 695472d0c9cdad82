import { describe, expect, test } from 'vitest';
import { lintPlan } from '../../shared/judge/lint/lintPlan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import { burn, entry, firing, kinds, minuteMs, plan, source, US } from '../help/attentionCase.ts';
import { HandRoom } from '../help/handRoom.ts';

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
