import { expect, test } from 'vitest';
import { calendarSpan } from '../../renderer/readiness/milestoneCalendar.ts';

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
