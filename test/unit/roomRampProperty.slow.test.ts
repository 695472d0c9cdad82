import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RampScope } from '../../shared/model/room/rampFacts.ts';
import type { RoomCommand, RoomRow } from '../../shared/model/room/roomFact.ts';
import { expectMany } from '../help/expectMany.ts';
import { rampPlan } from '../help/rampPlan.ts';
import { RoomDesk, type Second } from '../help/roomDesk.ts';

const plans = { plain: rampPlan(), observed: rampPlan({ observed: true }), webhook: rampPlan({ webhook: true }) };
const markets = ['US', 'UK'];
const cells = markets.flatMap((market) => ['card', 'paypal'].map((method) => ({ market, method })));
const scopes: RampScope[] = [
  { launch: true },
  { wave: 'first' },
  { wave: 'second' },
  { cell: { market: 'US' } },
  ...cells.map((cell) => ({ cell })),
];
const reason = 'Because.';

/** What happens to a ramp; numbers pick from what there is. */
type Step =
  | { readonly does: 'run'; readonly seconds: number; readonly percent: number | undefined }
  | { readonly does: 'give'; readonly by: number; readonly command: (desk: RoomDesk) => RoomCommand }
  | { readonly does: 'report'; readonly pick: number; readonly failed: boolean };

const scope = fc.constantFrom(...scopes);
const stage = fc.constantFrom(0, 0.01, 0.05, 0.25, 0.5, 1);
const pick = fc.nat(3);

function orderAt(desk: RoomDesk, place: number): string {
  const ids = desk.rows.flatMap((row) => (row.kind === 'order.placed' ? [row.body.order] : []));
  return ids.at(-1 - place) ?? 'none';
}

function rowAt(desk: RoomDesk, kind: RoomRow['kind'], place: number): number {
  return desk.rows.filter((row) => row.kind === kind).at(-1 - place)?.seq ?? 1;
}

type Given = fc.Arbitrary<(desk: RoomDesk) => RoomCommand>;
const rollback: Given = fc.tuple(scope, fc.option(stage, { nil: undefined })).map(([of, to]) => () => {
  return { kind: 'ramp.rollback' as const, args: { scope: of, reason, ...(to === undefined ? {} : { to }) } };
});
const narrow: Given = fc.tuple(scope, fc.constantFrom<string[]>(['a'], ['a', 'b'])).map(([of, cohort]) => () => {
  return { kind: 'ramp.narrow' as const, args: { scope: of, eligible: { cohort }, reason } };
});
const command: Given = fc.oneof(
  fc.tuple(scope, fc.option(stage, { nil: undefined }), fc.boolean()).map(([of, to, isOverride]) => () => {
    const override = isOverride ? { override: { reason } } : {};
    return { kind: 'ramp.advance' as const, args: { scope: of, ...(to === undefined ? {} : { to }), ...override } };
  }),
  rollback,
  narrow,
  scope.map((of) => () => ({ kind: 'ramp.hold' as const, args: { scope: of, reason } })),
  pick.map((place) => (desk: RoomDesk) => {
    return { kind: 'ramp.resume' as const, args: { hold: rowAt(desk, 'ramp.held', place) } };
  }),
  pick.map((place) => (desk: RoomDesk) => {
    return { kind: 'override.approve' as const, args: { proposal: rowAt(desk, 'override.proposed', place) } };
  }),
  pick.map((place) => (desk: RoomDesk) => ({ kind: 'order.confirm' as const, args: { order: orderAt(desk, place) } })),
  pick.map((place) => (desk: RoomDesk) => {
    return { kind: 'order.cancel' as const, args: { order: orderAt(desk, place), reason } };
  }),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('run' as const),
    seconds: fc.constantFrom(1, 2, 65),
    percent: fc.option(fc.constantFrom(0, 1, 5, 25), { nil: undefined }),
  }),
  { arbitrary: fc.record({ does: fc.constant('give' as const), by: fc.nat(1), command }), weight: 4 },
  fc.record({ does: fc.constant('report' as const), pick, failed: fc.boolean() }),
);

const actors = [
  { role: 'boss', name: 'A' },
  { role: 'chief', name: 'B' },
];

function open(plan: (typeof plans)['plain']): RoomDesk {
  const desk = new RoomDesk(plan, plan.launch.t0 / 1000 + 7200);
  desk.run(12, { gauges: [{ metric: 'heat', value: 20 }] });
  for (const { role, name } of actors) desk.take(role, name);
  return desk;
}

function take(desk: RoomDesk, one: Step): void {
  if (one.does === 'run') {
    const { percent } = one;
    const observed =
      percent === undefined ? [] : cells.map((labels) => ({ metric: 'ramp.percent', labels, value: percent }));
    const second: Second = { gauges: [{ metric: 'heat', labels: {}, value: 20 }, ...observed] };
    desk.run(one.seconds, second);
  } else if (one.does === 'give') desk.give(actors[one.by] ?? { role: 'boss', name: 'A' }, one.command(desk));
  else {
    const order = orderAt(desk, one.pick);
    if (order === 'none') return;
    const text = 'The receiver answered.';
    desk.report(
      one.failed
        ? { kind: 'order.failed', body: { order, text } }
        : { kind: 'order.attempted', body: { order, attempt: 1, outcome: 'delivered', text } },
    );
  }
}

/** The plain model: what a cell is commanded to is the last order for it that nobody has cancelled. */
function commandedBy(rows: readonly RoomRow[], cell: Record<string, string>): number {
  const cancelled = new Set(rows.flatMap((row) => (row.kind === 'order.cancelled' ? [row.body.order] : [])));
  const isSame = (other: Record<string, string>): boolean => {
    return other['market'] === cell['market'] && other['method'] === cell['method'];
  };
  const placed = rows.flatMap((row) => {
    if (row.kind !== 'order.placed' || cancelled.has(row.body.order)) return [];
    return row.body.cells.filter((one) => isSame(one.cell));
  });
  return placed.at(-1)?.to ?? 0;
}

const story = fc.tuple(fc.constantFrom(...Object.values(plans)), fc.array(step, { maxLength: 14 }));

test('a cell is commanded to what its last standing order says, by at most one open order', () => {
  expectMany(
    'ramp',
    fc.property(story, ([plan, steps]) => {
      const desk = open(plan);
      for (const one of steps) {
        const before = desk.rows.length;
        take(desk, one);
        for (const cell of cells) expect(desk.room.ramp.commandedOf(cell)).toBe(commandedBy(desk.rows, cell));
        const ended = new Set(
          desk.rows.flatMap((row) => {
            const { kind, body } = row;
            return kind === 'order.confirmed' || kind === 'order.cancelled' ? [body.order] : [];
          }),
        );
        for (const row of desk.rows.slice(before)) {
          if (row.kind !== 'order.placed' || row.body.does !== 'advance') continue;
          // An advance is never placed over another order for one of its cells that is still open.
          for (const earlier of desk.rows.slice(0, row.seq - 1)) {
            if (earlier.kind !== 'order.placed' || ended.has(earlier.body.order)) continue;
            const keys = earlier.body.cells.map((of) => JSON.stringify(of.cell));
            const shared = row.body.cells.filter((of) => keys.includes(JSON.stringify(of.cell)));
            const isTaken = (text: string): boolean =>
              desk.rows.slice(earlier.seq, row.seq - 1).some((between) => {
                return (
                  between.kind === 'order.placed' && between.body.cells.some((of) => JSON.stringify(of.cell) === text)
                );
              });
            for (const { cell } of shared) expect(isTaken(JSON.stringify(cell))).toBe(true);
          }
        }
        for (const cell of cells) {
          const open = desk.rows.filter((row) => {
            if (row.kind !== 'order.placed' || ended.has(row.body.order)) return false;
            return row.body.cells.some((of) => JSON.stringify(of.cell) === JSON.stringify(cell));
          });
          expect(open.length).toBeLessThanOrEqual(1);
        }
        const orders = desk.room.ramp.read().cells.flatMap((of) => of.order ?? []);
        for (const order of orders) expect(ended.has(order)).toBe(false);
      }
      // Going back is never refused, whatever has happened.
      const args = { scope: { launch: true }, to: 0, reason } as const;
      const back = desk.give({ role: 'boss', name: 'A' }, { kind: 'ramp.rollback', args });
      if (!Array.isArray(back)) expect(back).toMatchObject({ code: 'already_done' });
      for (const cell of cells) expect(desk.room.ramp.commandedOf(cell)).toBe(0);
    }),
  );
});

type Narrowing = Readonly<Record<string, readonly string[]>> | undefined;

/** Told from the rows alone: what the last standing order for a cell leaves of its users. */
function narrowedBy(rows: readonly RoomRow[], cell: Record<string, string>): Narrowing {
  const cancelled = new Set(rows.flatMap((row) => (row.kind === 'order.cancelled' ? [row.body.order] : [])));
  let narrowed: Narrowing;
  for (const row of rows) {
    if (row.kind !== 'order.placed' || cancelled.has(row.body.order)) continue;
    const { does, cells: moved, eligible } = row.body;
    const own = moved.find((one) => JSON.stringify(one.cell) === JSON.stringify(cell));
    if (own === undefined) continue;
    if (does === 'narrow') narrowed = eligible;
    else narrowed = own.to === 0 ? undefined : (own.eligible ?? narrowed);
  }
  return narrowed;
}

/** Of a ramp that stands at 25 %, mostly what goes back and what narrows. */
const retreat = fc.tuple(
  fc.constantFrom(...Object.values(plans)),
  fc.array(
    fc.oneof(
      step,
      fc.record({ does: fc.constant('give' as const), by: fc.constant(0), command: fc.oneof(rollback, narrow) }),
    ),
    { maxLength: 10 },
  ),
);

test('nobody who was narrowed away is let in again by going back, whatever it replaces', () => {
  let kept = 0;
  expectMany(
    'ramp, narrowing',
    fc.property(retreat, ([plan, steps]) => {
      const desk = open(plan);
      const boss = { role: 'boss', name: 'A' };
      desk.do(boss, { kind: 'ramp.advance', args: { scope: { launch: true }, to: 0.25 } });
      desk.do(boss, { kind: 'order.confirm', args: { order: orderAt(desk, 0) } });
      const look = () => new Map(desk.room.ramp.read().cells.map((one) => [JSON.stringify(one.cell), one]));
      for (const one of steps) {
        const [before, from] = [look(), desk.rows.length];
        take(desk, one);
        const placed = desk.rows.slice(from).findLast((row) => row.kind === 'order.placed');
        for (const [key, { cell, commanded, eligible }] of look()) {
          expect(eligible).toEqual(narrowedBy(desk.rows, cell) ?? null);
          const was = before.get(key);
          if (placed?.body.does !== 'rollback' || commanded === 0 || was === undefined || was.eligible === null)
            continue;
          expect(eligible).toEqual(was.eligible);
          if (was.order !== null && placed.body.cells.some((of) => JSON.stringify(of.cell) === key)) kept += 1;
        }
      }
    }),
  );
  // The generator is of no use if no rollback ever replaces a narrowing.
  expect(kept).toBeGreaterThan(10);
});

test('a ramp that was saved goes on as if nothing had happened', () => {
  expectMany(
    'ramp, saved',
    fc.property(story, fc.nat(14), ([plan, steps], cut) => {
      const desk = open(plan);
      steps.slice(0, cut).forEach((one) => {
        take(desk, one);
      });
      const saved: unknown = JSON.parse(JSON.stringify(desk.room.ramp.save()));
      const wanted = desk.room.ramp.read();
      // The same book emptied and filled again, in the same world.
      desk.room.ramp.load(saved);
      expect(desk.room.ramp.read()).toEqual(wanted);
      const other = open(plan);
      steps.slice(0, cut).forEach((one) => {
        take(other, one);
      });
      for (const one of steps.slice(cut)) {
        take(desk, one);
        take(other, one);
        expect(desk.room.ramp.read()).toEqual(other.room.ramp.read());
        expect(desk.rows).toEqual(other.rows);
      }
    }),
  );
});
