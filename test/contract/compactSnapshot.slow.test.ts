import { expect, test } from 'vitest';
import { compactSnapshot } from '../../electron/engine/snapshot/compactSnapshot.ts';
import { toWholeRoom } from '../../electron/engine/snapshot/toWholeRoom.ts';
import { mostSnapshotBytes, wholeRoom, type WholeRoom, wireSnapshot } from '../../shared/contract/wireRoom.ts';
import { cellKey } from '../../shared/judge/selector.ts';
import { planOf, RoomDesk } from '../help/roomDesk.ts';

const regions = Array.from({ length: 20 }, (_none, index) => `R${index}`);
const methods = Array.from({ length: 10 }, (_none, index) => `M${index}`);
const counters = { lines: 0, accepted: 0, duplicates: 0, conflicts: 0, late: 0, tooLate: 0, quarantined: 0 };

/** A launch of 200 cells, each with five rules; errors come from the cells that `isBad` names. */
function takeRoom(isBad: (region: string, method: string) => boolean): WholeRoom {
  const trigger = (over: string, window: string): string =>
    `{ scope: { each: [region, method] }, when: { indicator: errors, window: ${window}, over: ${over} }, for: 10s, arm: advise, owner: sre, does: { review: true }, guidance: Look at the payments of the cell and call whoever runs them. }`;
  const plan = planOf(`
format: holdpoint/plan@1
launch: { id: wide, t0: 2026-03-30T14:00:00Z }
roles: { sre: {} }
dimensions: { region: [${regions.join(', ')}], method: [${methods.join(', ')}] }
indicators:
  errors: { kind: ratio, bad: { metric: requests, where: { outcome: error } }, total: { metric: requests }, by: [region, method], minimum: 5 }
slos: { checkout: { indicator: errors, objective: 99%, period: 1h, expected: 100000, alerts: [{ id: fast, long: 3m, short: 15s, spend: 10% }] } }
triggers:
  RB-1: ${trigger('5 %', '1m')}
  RB-2: ${trigger('10 %', '2m')}
  RB-3: ${trigger('20 %', '5m')}
  RB-4: { scope: { each: [region, method] }, when: { slo: checkout, alert: fast }, arm: advise, owner: sre, does: { review: true }, guidance: Look. }
criteria:
  LCC-1: { says: Few errors, scope: { each: [region, method] }, holds: { indicator: errors, window: 1m, under: 2 % }, for: 10s, owner: sre, required: true }
`);
  const desk = new RoomDesk(plan);
  const cells = regions.flatMap((region) => methods.map((method) => ({ region, method })));
  const counts = cells.flatMap(({ region, method }) => [
    { metric: 'requests', labels: { region, method, outcome: 'ok' }, value: 10 },
    ...(isBad(region, method) ? [{ metric: 'requests', labels: { region, method, outcome: 'error' }, value: 5 }] : []),
  ]);
  desk.run(40, { counts });
  desk.take('sre');
  const state = { epoch: 0, tick: desk.tick, headTick: desk.tick, speed: 1, isFinished: false, counters };
  return toWholeRoom({
    number: 1,
    state: { ...state, durableLine: 0, trouble: undefined, desk: undefined },
    judged: desk.judge.snapshot(),
    room: desk.room.read(),
  });
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

test.each([
  ['all is quiet', () => false],
  ['one cell burns', (region: string, method: string) => region === 'R3' && method === 'M7'],
  ['a region burns', (region: string) => region === 'R3'],
  ['everything burns', () => true],
])('a plan of 200 cells fits when %s, and says what is left out', (_when, isBad) => {
  const room = takeRoom(isBad);
  expect(wholeRoom.parse(JSON.parse(JSON.stringify(room)))).toEqual(JSON.parse(JSON.stringify(room)));
  expect(room.judged?.triggers).toHaveLength(800);
  expect(bytesOf(room)).toBeGreaterThan(3 * mostSnapshotBytes);
  const snapshot = compactSnapshot(room);
  expect(bytesOf({ kind: 'snapshot', snapshot })).toBeLessThanOrEqual(mostSnapshotBytes);
  expect(wireSnapshot.parse(JSON.parse(JSON.stringify(snapshot)))).toEqual(JSON.parse(JSON.stringify(snapshot)));
  expect(snapshot.leftOut.length).toBeGreaterThan(0);
  expect(snapshot.judged?.call).toBe(room.judged?.call);
  expect(snapshot.room).toEqual(room.room);
  expect(compactSnapshot(room)).toEqual(snapshot);
});

test('what burns in one cell of 200 comes with its reason and its numbers', () => {
  const room = takeRoom((region, method) => region === 'R3' && method === 'M7');
  const { judged } = compactSnapshot(room);
  const loud = room.judged?.triggers.filter(({ state, frozen }) => state !== 'ok' || frozen);
  expect(loud?.length).toBeGreaterThan(0);
  for (const trigger of loud ?? []) expect(judged?.triggers).toContainEqual(trigger);
  const cell = cellKey({ region: 'R3', method: 'M7' });
  const readings = (of: typeof judged): unknown =>
    of?.indicators['errors']?.filter((one) => cellKey(one.cell) === cell);
  expect(readings(judged)).toEqual(readings(room.judged));
});

test('what fits is whole', () => {
  const room = takeRoom(() => false);
  expect(compactSnapshot(room, Infinity)).toEqual({ ...room, leftOut: [] });
});

test('nothing is so large that it does not fit in the end', () => {
  const room = takeRoom(() => true);
  for (const most of [40_000, 20_000, 14_000]) {
    const snapshot = compactSnapshot(room, most);
    expect(bytesOf(snapshot)).toBeLessThanOrEqual(most);
  }
});
