import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellKey } from '../../shared/judge/selector.ts';
import type { LiveTrigger, TriggerState } from '../../shared/judge/trigger.ts';
import { attentionReading } from '../../shared/model/room/attentionReading.ts';
import type { RoomRow } from '../../shared/model/room/roomFact.ts';
import { expectMany } from '../help/expectMany.ts';
import { HandRoom } from '../help/handRoom.ts';
import { planOf } from '../help/roomDesk.ts';

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: attention, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call, override] }, sre: {}, counsel: { veto: true } }
dimensions: { market: [US, UK] }
indicators: { heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] } }
ramp: { stages: [0%, 5%, 25%] }
triggers:
  burn: { scope: { each: [market] }, when: { indicator: heat, window: 5s, over: 10 }, clear: { for: 5s }, arm: act, does: { rollback: cell, to: 1% }, countdown: 8s, severity: page, owner: sre, escalate: { after: 40s } }
  all: { when: { indicator: heat, window: 5s, over: 10 }, for: 4s, clear: { for: 3s }, arm: hold, does: { rollback: launch }, owner: boss }
  look: { when: { indicator: heat, window: 5s, over: 10 }, for: 2s, clear: { for: 1s }, arm: advise, does: { review: true }, escalate: { after: 20s, to: sre } }
`);
const roles = ['boss', 'sre', 'counsel', 'nobody'] as const;

type Op =
  | { readonly op: 'run'; readonly seconds: number; readonly truths: readonly (boolean | null)[] }
  | {
      readonly op: 'acknowledge' | 'unshelve' | 'reset' | 'veto' | 'advance' | 'shelve' | 'arm';
      readonly role: string;
      readonly which: number;
      readonly seconds: number;
      readonly arm: 'advise' | 'hold' | 'act';
    }
  | { readonly op: 'order'; readonly end: 'order.confirmed' | 'order.failed' | 'order.cancelled' }
  | { readonly op: 'reload' };

const role = fc.constantFrom(...roles);
const which = fc.nat(3);
const anyOp: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constant('run' as const),
      seconds: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 60 })),
      truths: fc.array(fc.constantFrom(true, true, false, null), { minLength: 4, maxLength: 4 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constantFrom(
        ...(['acknowledge', 'unshelve', 'reset', 'veto', 'advance', 'shelve', 'arm', 'arm'] as const),
      ),
      role,
      which,
      seconds: fc.integer({ min: -5, max: 90 }),
      arm: fc.constantFrom(...(['advise', 'hold', 'act'] as const)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('order' as const),
      end: fc.constantFrom('order.confirmed' as const, 'order.failed' as const, 'order.cancelled' as const),
    }),
  },
  fc.record({ op: fc.constant('reload' as const) }),
);

/** Does one thing in a room; whether it was refused. */
function play(room: HandRoom, op: Op): string | undefined {
  switch (op.op) {
    case 'run':
      op.truths.forEach((truth, index) => {
        const condition = room.conditions[index];
        if (condition !== undefined) condition.truth = truth ?? undefined;
      });
      room.run(op.seconds);
      return undefined;
    case 'order': {
      const { order } = room.orders.findLast(({ status }) => status === 'under_way') ?? {};
      if (order === undefined) return undefined;
      if (op.end === 'order.confirmed') room.report({ kind: op.end, body: { order, how: 'observed' } });
      else if (op.end === 'order.failed') room.report({ kind: op.end, body: { order, text: 'No answer.' } });
      else room.report({ kind: op.end, body: { order, reason: 'Not now.' } });
      return undefined;
    }
    case 'reload':
      return undefined;
  }
  const { id: trigger, cell } = room.triggers[op.which] ?? { id: 'none', cell: {} };
  const of = { trigger, cell, reason: 'r' };
  if (op.op === 'advance') room.advance(cell);
  else {
    return room.give(op.role, (book, actor) => {
      const asker = { actor, snapshot: 1 };
      if (op.op === 'acknowledge') return book.acknowledge({ trigger, cell }, asker);
      if (op.op === 'shelve') return book.shelve({ ...of, untilAt: room.nowMs + op.seconds * 1000 }, asker);
      if (op.op === 'unshelve') return book.unshelve(of, asker);
      if (op.op === 'reset') return book.reset(of, asker);
      if (op.op === 'veto') return book.veto(of, asker);
      return book.setArm({ trigger, arm: op.arm, reason: 'r' }, asker);
    })?.code;
  }
  return undefined;
}

/** What a room must show, told from nothing but its ledger and the states that its triggers have had. */
class PlainModel {
  readonly room: HandRoom;
  private readonly firings: { at: number; index: number; live: LiveTrigger }[] = [];
  private readonly states: TriggerState[];
  private readonly beganAtRow: number[];

  constructor(room: HandRoom) {
    this.room = room;
    this.states = room.triggers.map(() => 'ok');
    this.beganAtRow = room.triggers.map(() => 0);
  }

  /** To be called after each second and each command. */
  follow(): void {
    this.room.triggers.forEach((live, index) => {
      const before = this.states[index] ?? 'ok';
      this.states[index] = live.state;
      if (before === live.state) return;
      if (live.state === 'pending' || (live.state === 'firing' && before === 'ok')) {
        this.beganAtRow[index] = this.rowsBefore(this.room.nowMs);
      }
      if (live.state === 'firing') this.firings.push({ at: this.room.nowMs, index, live });
    });
  }

  check(): void {
    const { room } = this;
    const { nowMs, book } = room;
    const reading = book.read();
    expect(attentionReading.parse(reading)).toEqual(reading);
    const recent = this.firings.filter(({ at }) => at > nowMs - 600_000);
    expect(reading.load).toMatchObject({ alarms: recent.length, isFlood: recent.length > 10 });
    for (const { role: owner, alarms } of reading.load.roles) {
      expect(alarms).toBe(recent.filter(({ live }) => (live.trigger.owner ?? null) === owner).length);
    }
    for (const { trigger, arm } of reading.arms) {
      const set = this.last((row) => row.kind === 'arm.set' && row.body.trigger === trigger);
      expect(arm).toBe(set?.kind === 'arm.set' ? set.body.arm : plan.triggers[trigger]?.arm);
    }
    const firsts = this.firstOuts();
    let shelvedCount = 0;
    room.triggers.forEach((live, index) => {
      const isOf = (row: RoomRow) =>
        'trigger' in row.body &&
        'cell' in row.body &&
        row.body.trigger === live.id &&
        cellKey(row.body.cell) === cellKey(live.cell);
      const shelved = this.last((row) => isOf(row) && /shelved$/.test(row.kind));
      const isShelved = shelved?.kind === 'trigger.shelved';
      if (isShelved) shelvedCount += 1;
      const entry = reading.entries.find((one) => one.trigger === live.id && cellKey(one.cell) === cellKey(live.cell));
      if (entry === undefined) {
        expect(live.state === 'ok' || reading.load.isFlood).toBe(true);
        expect(isShelved).toBe(false);
        return;
      }
      expect(entry.state).toBe(live.state);
      expect(entry.shelved !== null).toBe(isShelved);
      const isOn = live.state === 'pending' || live.state === 'firing';
      const since = this.beganAtRow[index] ?? 0;
      const acknowledged = this.last((row) => isOf(row) && row.kind === 'trigger.acknowledged' && row.seq > since);
      expect(entry.acknowledged?.at ?? null).toBe(isOn ? (acknowledged?.at ?? null) : null);
      const fired = this.firings.findLast((one) => one.live === live);
      if (live.state === 'firing') {
        expect(entry.sinceAt).toBe(fired?.at);
        expect(entry.isFirstOut).toBe(fired !== undefined && firsts.has(fired));
        // Nothing hides rollback evidence: the room counts down, has ordered, was vetoed, or had no reason to.
        const { does } = live.trigger;
        if (does.kind === 'rollback' && book.armOf(live.id) === 'act') {
          const isAbove =
            live.cell['market'] === undefined
              ? [...room.shares.values()].some((share) => share > does.to)
              : (room.shares.get(cellKey(live.cell)) ?? 0) > does.to;
          const wasOrdered = room.rows.some(
            (row) =>
              row.kind === 'order.placed' &&
              row.body.because?.trigger === live.id &&
              cellKey(row.body.because.cell) === cellKey(live.cell) &&
              row.at >= (fired?.at ?? 0),
          );
          if (isAbove && !wasOrdered) expect(entry.countdown).not.toBeNull();
        }
      }
      const countdown = this.last((row) => isOf(row) && /^countdown\./.test(row.kind));
      if (entry.countdown !== null && entry.countdown.vetoed === null) {
        expect(countdown?.kind).toBe('countdown.begun');
        expect(entry.countdown.endsAt).toBeGreaterThan(nowMs);
      }
      if ((entry.countdown?.vetoed ?? null) !== null) expect(countdown?.kind).toBe('countdown.vetoed');
    });
    expect(reading.shelved).toBe(shelvedCount);
  }

  /** Of the whole ledger: an order of the room stands exactly where its countdown ended. */
  checkOrders(): void {
    for (const row of this.room.rows) {
      if (row.kind !== 'order.placed' || row.body.because === undefined) continue;
      const { trigger, cell } = row.body.because;
      const before = this.room.rows
        .slice(0, row.seq - 1)
        .findLast(
          (one) =>
            one.kind.startsWith('countdown.') &&
            'trigger' in one.body &&
            one.body.trigger === trigger &&
            'cell' in one.body &&
            cellKey(one.body.cell) === cellKey(cell),
        );
      expect(before?.kind === 'countdown.begun' ? before.body.endsAt : undefined).toBe(row.at);
    }
    const escalated = this.room.rows.filter((row) => row.kind === 'escalation.raised').length;
    expect(escalated).toBeLessThanOrEqual(this.firings.length);
  }

  private firstOuts(): Set<(typeof this.firings)[number]> {
    const firsts = new Set<(typeof this.firings)[number]>();
    let first: (typeof this.firings)[number] | undefined;
    this.firings.forEach((firing, place) => {
      const before = this.firings[place - 1];
      if (first !== undefined && firing.at - first.at <= 10_000) firsts.add(first);
      else if (before === undefined || firing.at - before.at >= 10_000) first = firing;
    });
    return firsts;
  }

  private rowsBefore(ms: number): number {
    return this.room.rows.filter(({ at }) => at < ms).length;
  }

  private last(is: (row: RoomRow) => boolean): RoomRow | undefined {
    return this.room.rows.findLast(is);
  }
}

test('what the book shows follows from the ledger and the states of the triggers', () => {
  expectMany(
    'triggers',
    fc.property(fc.array(anyOp, { maxLength: 40 }), (ops) => {
      const room = new HandRoom(plan);
      const model = new PlainModel(room);
      for (const op of ops) {
        if (op.op === 'run') {
          for (let second = 0; second < op.seconds; second += 1) {
            play(room, { ...op, seconds: 1 });
            model.follow();
          }
        } else {
          play(room, op);
          model.follow();
        }
        model.check();
      }
      model.checkOrders();
    }),
  );
});

test('a book that is saved and loaded at any time goes on as if nothing had happened', () => {
  expectMany(
    'triggers, saved',
    fc.property(fc.array(anyOp, { maxLength: 40 }), (ops) => {
      const [steady, reloaded] = [new HandRoom(plan), new HandRoom(plan)];
      for (const op of ops) {
        if (op.op === 'reload') reloaded.reload();
        expect(play(reloaded, op)).toBe(play(steady, op));
        expect(reloaded.rows).toEqual(steady.rows);
        expect(reloaded.book.read()).toEqual(steady.book.read());
      }
    }),
  );
});
