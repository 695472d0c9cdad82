import { expect, test } from 'vitest';
import { RollUpLine } from '../../electron/engine/store/rollUpLine.ts';
import { TallyList } from '../../electron/engine/store/tallyList.ts';
import { buildReview } from '../../electron/report/buildReview.ts';
import { htmlReview } from '../../electron/report/htmlReview.ts';
import { markdownReview } from '../../electron/report/markdownReview.ts';
import type { ReviewInput } from '../../electron/report/reviewInput.ts';
import { t0Of } from '../../electron/report/reviewT0.ts';
import { createTimes } from '../../electron/report/reviewTimes.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Series } from '../../shared/model/series.ts';
import { reviewInputOf } from '../help/reviewInputOf.ts';
import { planOf } from '../help/roomDesk.ts';

const t0 = 1774879200000;
const series: Series = { id: 0, source: 'hsm', kind: 'latency', metric: 'hsm.latency', labels: { op: 'sign' } };

const plan = planOf(`
format: holdpoint/plan@1
launch: { id: vault, t0: 2026-03-30T14:00:00Z }
indicators:
  p90: { kind: quantile, latency: { metric: hsm.latency }, q: 0.9 }
  average: { kind: mean, latency: { metric: hsm.latency } }
triggers:
  SLOW: { when: { indicator: p90, window: 1m, over: 200 }, arm: hold, does: { hold: launch }, owner: sre, guidance: Look. }
`);

/** Ten latencies of 1 to 10 s, in the first of three minutes; a bucket without an end in the last. */
function inputOf(liftOff: ReviewInput['liftOff']): ReviewInput {
  const input = reviewInputOf('card');
  const grid = { fromBucket: t0 / 1000, stepSeconds: 60, steps: 3 };
  return {
    ...input,
    plan,
    liftOff,
    series: [series],
    rollUp: { ...grid, columns: [] },
    latency: (ids, quantiles, span) => {
      expect(ids).toEqual([0]);
      const gatherer = new TickGatherer([]);
      const line = new RollUpLine(ids, span === undefined ? 3 : 1, quantiles);
      gatherer.addLatencies(series, t0, [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, 9000, 10_000]);
      if (span === undefined) gatherer.addLatencyBuckets(series, t0 + 120_000, [[Infinity, 1]]);
      for (const row of gatherer.take(t0 / 1000 + 130).rows) {
        const tallies = { bins: new TallyList(), bounds: new TallyList() };
        tallies.bins.pushAll(row.bins);
        tallies.bounds.pushAll(row.bounds);
        line.add(Math.floor((row.bucket - t0 / 1000) / 60), row, tallies);
      }
      return { ...grid, columns: [line.finish()] };
    },
  };
}

test('a latency is drawn by the percentiles that the plan asks for and the usual ones, and by its mean where that is asked', () => {
  const times = createTimes(t0, 'UTC');
  const [chart] = buildReview(inputOf(undefined), times).charts;
  expect(chart?.unit).toBe('ms');
  expect(chart?.lines.map(({ name }) => name)).toEqual(['p50', 'p90', 'p95', 'mean']);
  const [median, , , mean] = chart?.lines ?? [];
  // The median of ten is the fifth; in the second minute nothing came, and in the third only what is beyond all buckets.
  expect(Math.abs((median?.values[0] ?? 0) - 5000)).toBeLessThanOrEqual(50);
  expect(median?.values.slice(1)).toEqual([null, 0]);
  expect(mean?.values[0]).toBe(5500);
});

test('the percentiles of the launch are in every form of the review, with how near they are', () => {
  const times = createTimes(t0, 'UTC');
  const data = buildReview(inputOf(undefined), times);
  const [row] = data.latencies.rows;
  expect(row).toMatchObject({ ids: ['p90', 'average'], n: 10, mean: 5500, slowest: 10_000, isExact: true });
  expect(row?.quantiles.map(({ q }) => q)).toEqual([0.5, 0.9, 0.95]);
  const markdown = markdownReview(data, times);
  expect(markdown).toContain('## Latencies');
  expect(markdown).toContain('Percentiles are within 1 % of what was observed.');
  expect(markdown).toMatch(
    /- hsm\.latency \(p90, average\): p50 [\d,]+ ms, p90 .* slowest 10,000 ms, mean 5,500 ms, of 10\./,
  );
  expect(htmlReview(data, times)).toContain('<h2>Latencies</h2>');
});

test('T counts against the planned T-0 until lift-off was confirmed, and then against the one that came', () => {
  const saysOf = (liftOff: ReviewInput['liftOff']): { readonly t0At: number; readonly says: string } => {
    const input = inputOf(liftOff);
    const times = createTimes(t0Of(input), 'UTC');
    const data = buildReview(input, times);
    return { t0At: data.launch.t0At, says: markdownReview(data, times) };
  };
  const planned = saysOf(undefined);
  expect(planned.t0At).toBe(t0);
  expect(planned.says).toContain('T counts against the planned T-0: nobody confirmed lift-off in this session.');
  const punctual = saysOf({ at: t0 + 3000, tMs: 3000 });
  expect(punctual.says).toContain('which came as planned; lift-off was confirmed at 2026-03-30 14:00:03.');
  const held = saysOf({ at: t0 + 60_000, tMs: 2000 });
  expect(held.t0At).toBe(t0 + 58_000);
  expect(held.says).toContain('the T-0 that came, 58s later than planned (2026-03-30 14:00:00)');
  // The call changed eleven seconds after the planned T-0.
  expect(planned.says).toContain('| 2026-03-30 14:00:11 | T+00:00:11 | HOLD |');
  expect(held.says).toContain('| 2026-03-30 14:00:11 | T-00:00:47 | HOLD |');
});
