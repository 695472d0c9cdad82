import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LatencyWindow } from '../../shared/judge/latencyWindow.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Series } from '../../shared/model/series.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { createFolder } from './createFolder.ts';
import { createSession } from './createSession.ts';
import { createRandom, streamStart } from './storedStream.ts';
import { runs } from '../help/runs.ts';

const quantiles = [0.5, 0.95, 0.99, 1];
const bounds = [5, 20, 100, 1000, Infinity];

const series: readonly Series[] = ['sign', 'detokenize', 'health'].map((op, id) => ({
  id,
  source: 'hsm',
  kind: 'latency',
  metric: 'hsm.latency',
  labels: { op },
}));

/** What was observed in one second of one series, and when it arrived. */
interface Observed {
  readonly id: number;
  readonly tick: number;
  readonly bucket: number;
  readonly values: readonly number[];
  readonly counts: readonly number[];
}

/** Two hours; series 2 sends buckets, and after the first hour so does series 1 now and then. */
const observed: readonly Observed[] = observe(7300);
const ticks = gather(observed, 7300);

test('quantiles of any line of a chart are those of its sorted observations, sealed or not', () => {
  const sealedTicks = 6800;
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  [700, 3600, 3601, sealedTicks].forEach((to, index, cuts) => {
    const lines = { first: 1, count: 0, bytes: [] };
    const rest = { transitions: [], quarantine: [], gaps: [], sourceStates: [], position: null, ledger: [] };
    const from = cuts[index - 1] ?? 0;
    const own = { ticks: ticks.slice(from, to), partialTick: false, series: from === 0 ? series : [] };
    session.seal({ lines, ...own, ...rest, checkpoint: undefined });
  });
  const unsealed = ticks.slice(sealedTicks);
  const instant = fc.integer({ min: -50, max: 7400 }).map((second) => streamStart + second);
  const upTo = fc.oneof(fc.constant(Infinity), instant);
  fc.assert(
    fc.property(instant, instant, fc.integer({ min: 2, max: 1500 }), upTo, (one, other, maxPoints, upToTick) => {
      const lines = [[0], [2], [0, 1], [1, 0, 2]];
      const range = { fromBucket: Math.min(one, other), toBucket: Math.max(one, other), maxPoints, upToTick };
      const rollUp = session.readSeriesRollUp({ lines, quantiles, unsealed, ...range });
      const { fromBucket, stepSeconds, steps, columns } = rollUp;
      columns.forEach((column, place) => {
        const inSteps = Array.from({ length: steps }, (): Observed[] => []);
        for (const each of observed) {
          const isIn = lines[place]?.includes(each.id) === true && each.tick <= upToTick;
          if (isIn) inSteps[Math.floor((each.bucket - fromBucket) / stepSeconds)]?.push(each);
        }
        expect([...column.n]).toEqual(inSteps.map((own) => sorted(own).length));
        const wrong = inSteps.filter((own, step) => {
          const isExact = own.every(({ counts }) => counts.every((count) => count === 0));
          if (column.isExact[step] !== isExact) return true;
          const all = sorted(own);
          return !column.quantiles.every(({ q, values }) => isQuantile(values[step] ?? 0, all, q));
        });
        expect(wrong).toEqual([]);
      });
    }),
    { numRuns: runs(60) },
  );
  session.close();
});

test('a quantile of a step is the one that the judge finds in the same seconds', () => {
  const session = createSession(join(createFolder(), 'a.holdpoint'));
  const range = { fromBucket: streamStart, toBucket: streamStart + 7300, maxPoints: 25 };
  const rollUp = session.readSeriesRollUp({ lines: [[0], [0, 1, 2]], quantiles, unsealed: ticks, ...range });
  rollUp.columns.forEach((column) => {
    for (let step = 0; step < rollUp.steps; step += 1) {
      const first = rollUp.fromBucket + step * rollUp.stepSeconds;
      const window = new LatencyWindow({ windowS: rollUp.stepSeconds, delayS: 0, fromBucket: -Infinity });
      window.startAt(first + rollUp.stepSeconds);
      for (const { rows } of ticks) {
        for (const row of rows) if (column.series.includes(row.series.id)) window.add(row.bucket, row.bins, row.bounds);
      }
      for (const { q, values } of column.quantiles) {
        const judged = window.quantile(q);
        expect([values[step], column.n[step]]).toEqual([judged.value ?? NaN, judged.n]);
        if (judged.n > 0) expect(column.isExact[step]).toBe(judged.exact);
      }
    }
  });
  session.close();
});

/** Within 1 % of the observation at that rank; one that came in a bucket is its upper bound. */
function isQuantile(found: number, all: readonly number[], q: number): boolean {
  if (all.length === 0) return Number.isNaN(found);
  const wanted = all[Math.floor(q * (all.length - 1))] ?? NaN;
  return found === wanted || Math.abs(found - wanted) <= 0.01 * wanted * (1 + 1e-9);
}

function sorted(own: readonly Observed[]): number[] {
  return own
    .flatMap(({ values, counts }) => [
      ...values,
      ...counts.flatMap((count, place) => new Array<number>(count).fill(bounds[place] ?? 0)),
    ])
    .sort((a, b) => a - b);
}

function observe(seconds: number): Observed[] {
  const random = createRandom(11);
  const all: Observed[] = [];
  for (let second = 0; second < seconds; second += 1) {
    for (const { id } of series) {
      if (random() < 0.1) continue;
      const tick = streamStart + second + 1;
      const bucket = tick - 1 - (random() < 0.05 ? Math.floor(random() * 200) : 0);
      const isBucketed = id === 2 || (id === 1 && second > seconds / 2 && random() < 0.1);
      const latency = (): number => Math.round(10 ** (random() * 4) * 10) / 10;
      const values = isBucketed ? [] : Array.from({ length: 1 + Math.floor(random() * 4) }, latency);
      const counts = isBucketed ? bounds.map(() => Math.floor(random() * 3)) : [];
      all.push({ id, tick, bucket, values, counts });
    }
  }
  return all;
}

function gather(all: readonly Observed[], seconds: number): TickInput[] {
  const gatherer = new TickGatherer([]);
  const byTick = Map.groupBy(all, ({ tick }) => tick);
  return Array.from({ length: seconds }, (_none, second) => {
    const tick = streamStart + second + 1;
    for (const { id, bucket, values, counts } of byTick.get(tick) ?? []) {
      const own = series[id];
      if (own === undefined) continue;
      if (counts.length === 0) gatherer.addLatencies(own, bucket * 1000, values);
      else
        gatherer.addLatencyBuckets(
          own,
          bucket * 1000,
          counts.map((count, place) => [bounds[place] ?? 0, count]),
        );
    }
    return gatherer.take(tick);
  });
}
