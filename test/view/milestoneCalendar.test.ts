import { expect, test } from 'vitest';
import { calendarSpan, capacityUses } from '../../renderer/readiness/milestoneCalendar.ts';
import { planOf } from '../help/roomDesk.ts';

const weekMs = 604_800_000;
const t0Ms = Date.UTC(2026, 2, 30, 14);

test.each([1, 2, 5, 10, 11, 26])(
  'a calendar of %i weeks has room for each of its dates, and for T-0 after the last',
  (weeks) => {
    const milestone = { from: t0Ms - weeks * weekMs, to: t0Ms } as Parameters<typeof calendarSpan>[0][number];
    const { fromMs, toMs, ticks } = calendarSpan([milestone], t0Ms, t0Ms);
    const narrowPx = 240;
    const places = [...ticks.map(({ atMs }) => atMs), t0Ms, toMs].map(
      (atMs) => (narrowPx * (atMs - fromMs)) / (toMs - fromMs),
    );
    const widths = places.slice(1).map((place, index) => place - (places[index] ?? 0));
    expect(Math.min(...widths.slice(0, -1))).toBeGreaterThan(35);
    expect(widths.at(-1)).toBeGreaterThan(26);
  },
);

test('what is reached has needed its capacity until then', () => {
  const plan = planOf(`
format: holdpoint/plan@1
launch: { id: ready, t0: 2026-03-30T14:00:00Z }
milestones:
  one: { says: One, from: T-4w, lasts: 14d, uses: reviews }
  two: { says: Two, from: T-4w, lasts: 14d, uses: reviews }
  three: { says: Three, from: T-4w, lasts: 14d }
capacity: { reviews: 2 }
`);
  const at = (weeks: number): number => t0Ms - weeks * weekMs;
  const milestone = (id: string, reachedAt: number | null) =>
    ({ id, from: at(4), to: at(2), reachedAt }) as Parameters<typeof capacityUses>[0][number];
  const uses = capacityUses([milestone('one', at(3)), milestone('two', null), milestone('three', null)], plan);
  expect(uses).toEqual([
    {
      name: 'reviews',
      most: 2,
      stretches: [
        { fromMs: at(4), toMs: at(3), count: 2 },
        { fromMs: at(3), toMs: at(2), count: 1 },
      ],
    },
  ]);
});
