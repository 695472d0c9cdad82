import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RampScope } from '../../shared/model/room/rampFacts.ts';
import type { RoomCommand } from '../../shared/model/room/roomFact.ts';
import { expectMany } from '../help/expectMany.ts';
import { planOf, RoomDesk, type Second } from '../help/roomDesk.ts';

const cells = [{ market: 'US' }, { market: 'UK' }];

/** Everything that rolls back: a count that never goes away, and a heat that does, for cells, a wave and the launch. */
const planWith = (observed: boolean) =>
  planOf(`
format: holdpoint/plan@1
launch: { id: handled, t0: 2026-03-30T14:00:00Z }
roles: { boss: { may: [call, override] }, sre: {} }
dimensions: { market: [US, UK] }
indicators:
  twice: { kind: total, count: { metric: twice }, alive: { metric: refunds } }
  heat: { kind: gauge, gauge: { metric: heat }, over: max, by: [market] }
ramp:
  stages: [0%, 5%, 25%]
  waves: [{ id: one, cells: { market: [US] } }, { id: rest, cells: { market: [UK] } }]${observed ? '\n  observed: { gauge: { metric: percent } }' : ''}
triggers:
  count: { when: { indicator: twice, window: 24h, over: 0 }, arm: act, does: { rollback: launch }, countdown: 10s, owner: sre }
  heat: { scope: { each: [market] }, when: { indicator: heat, window: 5s, over: 10 }, clear: { for: 5s }, arm: act, does: { rollback: cell, to: 5% }, countdown: 5s, owner: sre }
  wave: { when: { indicator: heat, window: 5s, over: 30 }, clear: { for: 5s }, arm: hold, does: { rollback: one }, owner: sre }
`);
const plans = [planWith(false), planWith(true)];

type Step =
  | { readonly seconds: number; readonly heat: number; readonly twice: number; readonly follows: boolean }
  | { readonly give: (desk: RoomDesk) => RoomCommand }
  | { readonly isHome: true };

const scope = fc.constantFrom<RampScope>({ launch: true }, { wave: 'one' }, { wave: 'rest' }, { cell: cells[0] ?? {} });
const reason = 'Because.';
const newest = (desk: RoomDesk): string => desk.room.ramp.read().orders[0]?.order ?? 'none';
const firing = (desk: RoomDesk) => {
  const live = desk.room.triggers.find(({ state }) => state === 'firing');
  return { trigger: live?.id ?? 'count', cell: { ...live?.cell } };
};
const give = fc.oneof(
  fc
    .tuple(scope, fc.constantFrom(0.05, 0.25))
    .map(([of, to]) => () => ({ kind: 'ramp.advance' as const, args: { scope: of, to } })),
  fc
    .tuple(scope, fc.constantFrom(0, 0.05))
    .map(([of, to]) => () => ({ kind: 'ramp.rollback' as const, args: { scope: of, to, reason } })),
  fc.constant((desk: RoomDesk) => ({ kind: 'order.confirm' as const, args: { order: newest(desk) } })),
  fc.constant((desk: RoomDesk) => ({ kind: 'order.cancel' as const, args: { order: newest(desk), reason } })),
  fc.constant((desk: RoomDesk) => ({ kind: 'countdown.veto' as const, args: { ...firing(desk), reason } })),
  fc.constant((desk: RoomDesk) => ({ kind: 'trigger.reset' as const, args: { ...firing(desk), reason } })),
  fc
    .constantFrom('act' as const, 'hold' as const)
    .map((arm) => () => ({ kind: 'arm.set' as const, args: { trigger: 'count', arm, reason } })),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    seconds: fc.constantFrom(1, 3, 12, 70),
    heat: fc.constantFrom(1, 1, 20, 50),
    twice: fc.constantFrom(0, 0, 0, 1),
    follows: fc.boolean(),
  }),
  { arbitrary: fc.record({ give }), weight: 3 },
  fc.constant<Step>({ isHome: true }),
);

/** Somebody takes all back and does it. */
function goHome(desk: RoomDesk): void {
  const boss = { role: 'boss', name: 'A' };
  desk.give(boss, { kind: 'ramp.rollback', args: { scope: { launch: true }, to: 0, reason } });
  for (const { order, waitingS } of desk.room.ramp.read().orders) {
    if (waitingS !== null) desk.do(boss, { kind: 'order.confirm', args: { order } });
  }
}

/** What telemetry says; where the world follows, it is where it was told to be. */
function second(desk: RoomDesk, heat: number, twice: number, follows: boolean): Second {
  return {
    counts: [{ metric: 'refunds', value: 5 }, ...(twice === 0 ? [] : [{ metric: 'twice', value: twice }])],
    gauges: cells.flatMap((labels) => [
      { metric: 'heat', labels, value: labels.market === 'US' ? heat : 1 },
      ...(follows ? [{ metric: 'percent', labels, value: desk.room.ramp.commandedOf(labels) * 100 }] : []),
    ]),
  };
}

test('ROLLBACK ends when what it asks for is done, whatever has happened before', () => {
  let ended = 0;
  expectMany(
    'triggers, handled',
    fc.property(fc.constantFrom(...plans), fc.boolean(), fc.array(step, { maxLength: 25 }), (plan, isBegun, steps) => {
      const desk = new RoomDesk(plan, plan.launch.t0 / 1000);
      desk.run(6, second(desk, 1, 0, false));
      const boss = desk.take('boss', 'A');
      if (isBegun) {
        desk.do(boss, { kind: 'ramp.advance', args: { scope: { launch: true }, to: 0.25 } });
        desk.do(boss, { kind: 'order.confirm', args: { order: newest(desk) } });
      }
      for (const one of steps) {
        if ('give' in one) desk.give(boss, one.give(desk));
        else if ('isHome' in one) goHome(desk);
        else {
          for (let left = one.seconds; left > 0; left -= 1)
            desk.run(1, second(desk, one.heat, left === 1 ? one.twice : 0, one.follows));
        }
        const isFiring = desk.room.triggers.some(({ state }) => state === 'firing');
        expect(desk.judge.callWord === 'ROLLBACK').toBe(isFiring);
      }
      // All is taken back, and the heat is gone. The count stays what it is.
      desk.run(1, second(desk, 1, 0, false));
      goHome(desk);
      for (let left = 75; left > 0; left -= 1) desk.run(1, second(desk, 1, 0, true));
      for (const cell of cells) expect(desk.room.ramp.commandedOf(cell)).toBe(0);
      const wasAnybodyIn = desk.rows.some((row) => row.kind === 'order.placed' && row.body.does === 'advance');
      const stillAsked = desk.room.attention.read().entries.flatMap(({ asks }) => (asks === null ? [] : [asks]));
      if (desk.judge.callWord === 'ROLLBACK') {
        expect(wasAnybodyIn).toBe(false);
        expect(stillAsked).toEqual(['Nothing is above 0 %: reset count with a reason.']);
      } else if (desk.room.findTrigger('count', {})?.state === 'handled') ended += 1;
    }),
  );
  // The generator is of no use if the count is never answered.
  expect(ended).toBeGreaterThan(100);
});
