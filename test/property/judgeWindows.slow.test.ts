import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventLog } from '../../shared/judge/eventLog.ts';
import { GaugeTrack, type GaugePoint } from '../../shared/judge/gaugeTrack.ts';
import { LatencyWindow } from '../../shared/judge/latencyWindow.ts';
import type { EventRow } from '../../shared/model/tickInput.ts';
import { binOf, valueOfBin } from '../../shared/stats/sketch.ts';

// What the judge keeps of gauges, latencies and events, against a search through everything that ever came.

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? 200);
const start = 1_774_879_200;
const ticks = 120;

/** Something that came while tick `at` was gathered, and speaks of a second so far before it. */
const come = { at: fc.integer({ min: 1, max: ticks }), ageS: fc.integer({ min: -60, max: 90 }) };
const everyTick = Array.from({ length: ticks }, (_, index) => index + 1);

test('a gauge is the newest of its samples in the window, the last to come among those of one instant', () => {
  const samples = fc.array(
    fc.record({ ...come, ms: fc.constantFrom(0, 0, 400, 999), value: fc.integer({ min: -9, max: 9 }) }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(samples, fc.constantFrom(0, 0, 7, 30), (list, delayS) => {
      const track = new GaugeTrack(delayS);
      const points: (GaugePoint & { at: number })[] = [];
      for (const at of everyTick) {
        for (const one of list) {
          if (one.at !== at) continue;
          const bucket = start + at - 1 - one.ageS;
          const point = { bucket, t: bucket * 1000 + one.ms, value: one.value };
          points.push({ ...point, at });
          track.add(point);
        }
        track.advance(start + at);
        for (const readDelayS of [0, delayS]) {
          for (const windowS of [1, 10, 60]) {
            const to = start + at - 1 - readDelayS;
            const from = to + 1 - windowS;
            const inside = points.filter(({ bucket }) => bucket >= from && bucket <= to);
            const newest = inside.toSorted((one, other) => one.t - other.t).at(-1);
            expect(track.newest(from, to)?.value, `tick ${at}, window ${windowS}`).toBe(newest?.value);
          }
        }
      }
    }),
    { numRuns },
  );
});

test('a quantile is that of the sorted list: within 1 % where values came, the upper bound where buckets did', () => {
  const latency = fc.oneof(fc.double({ min: 1e-6, max: 1e5, noNaN: true }), fc.constantFrom(0, 1e-9, 50, 1e12));
  const observed = fc.array(
    fc.record({
      ...come,
      values: fc.array(latency, { maxLength: 4 }),
      counts: fc.option(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })), { nil: undefined }),
    }),
    { maxLength: 25 },
  );
  const span = fc.record({
    windowS: fc.constantFrom(1, 10, 60),
    delayS: fc.constantFrom(0, 7),
    fromBucket: fc.constant(-Infinity),
  });
  const q = fc.constantFrom(0, 0.25, 0.5, 0.99, 1);
  fc.assert(
    fc.property(observed, span, q, (list, { windowS, delayS, fromBucket }, rank) => {
      const window = new LatencyWindow({ windowS, delayS, fromBucket });
      window.startAt(start);
      for (const at of everyTick) {
        for (const { at: cameAt, ageS, values, counts } of list) {
          if (cameAt === at) window.add(start + at - 1 - ageS, binsOf(values), boundsOf(counts));
        }
        window.advance(start + at);
        const to = start + at - delayS;
        const inside = list.filter(({ at: cameAt, ageS }) => {
          const bucket = start + cameAt - 1 - ageS;
          return cameAt <= at && bucket >= to - windowS && bucket < to;
        });
        const sorted = inside
          .flatMap(({ values, counts }) => [...values, ...boundedMs(counts)])
          .sort((one, other) => one - other);
        const { value, n, exact } = window.quantile(rank);
        expect(n, `tick ${at}`).toBe(sorted.length);
        const isExact = inside.every(({ counts }) => counts === undefined || counts.every((count) => count === 0));
        expect(exact, `tick ${at}`).toBe(isExact);
        const expected = sorted[Math.floor(rank * (n - 1))];
        if (expected === undefined || value === undefined || value === Infinity) expect(value).toBe(expected);
        else expect(Math.abs(value - expected), `tick ${at}`).toBeLessThanOrEqual(0.0100001 * expected);
      }
    }),
    { numRuns },
  );
});

function binsOf(values: readonly number[]): Map<number, number> | undefined {
  if (values.length === 0) return undefined;
  const bins = new Map<number, number>();
  for (const value of values) bins.set(binOf(value), (bins.get(binOf(value)) ?? 0) + 1);
  return bins;
}

/** A bound that a bin stands for exactly, so that neither can pass the other on the way. */
const lowBound = valueOfBin(binOf(60));

function boundsOf(counts: readonly [number, number] | undefined): Map<number, number> | undefined {
  if (counts === undefined) return undefined;
  const bounds = [lowBound, Infinity].map((bound, place): [number, number] => [bound, counts[place] ?? 0]);
  return new Map(bounds.filter(([, count]) => count > 0));
}

function boundedMs(counts: readonly [number, number] | undefined): number[] {
  return [...(boundsOf(counts) ?? [])].flatMap(([bound, count]) => new Array<number>(count).fill(bound));
}

test('an event condition finds every event of its window, and a trigger what changed in the half hour before', () => {
  const label = fc.option(fc.constantFrom('US', 'UK'), { nil: undefined });
  const events = fc.array(
    fc.record({ ...come, type: fc.constantFrom('deploy', 'flag'), market: label, ms: fc.constantFrom(0, 999) }),
    { maxLength: 30 },
  );
  const asked = fc.record({
    event: fc.constantFrom('deploy', 'flag'),
    where: fc.constantFrom<{ market: string[] } | undefined>(undefined, { market: ['US'] }, { market: ['US', 'UK'] }),
  });
  const cell = fc.constantFrom({}, { market: 'US' }, { market: 'FR' });
  fc.assert(
    fc.property(events, asked, cell, fc.constantFrom(1, 20, 60), (list, condition, where, windowS) => {
      const log = new EventLog(windowS * 1000);
      const rows: EventRow[] = [];
      for (const at of everyTick) {
        for (const { at: cameAt, ageS, type, market, ms } of list) {
          if (cameAt !== at) continue;
          const labels = market === undefined ? {} : { market };
          const row = { t: (start + at - 1 - ageS) * 1000 + ms, source: 'cd', type, labels, text: '' };
          rows.push(row);
          log.add(row);
        }
        log.advance(start + at);
        const to = start + at - 1;
        const expected = rows.filter(({ t, type, labels }) => {
          const second = Math.floor(t / 1000);
          if (type !== condition.event || second < to + 1 - windowS || second > to) return false;
          const { market } = labels;
          const isWanted = condition.where === undefined || condition.where.market.includes(market ?? '');
          return isWanted && (market === undefined || !('market' in where) || market === where.market);
        });
        const found = log.matching(condition, where, to + 1 - windowS, to);
        expect(new Set(found), `tick ${at}`).toEqual(new Set(expected));
        expect(found.length).toBe(expected.length);
        expect(found.map(({ t }) => t)).toEqual(expected.map(({ t }) => t).sort((one, other) => one - other));
        const before = rows.filter(({ t }) => t < (start + at) * 1000).map(({ t }) => t);
        expect(log.before(start + at).map(({ t }) => t)).toEqual(before.sort((one, other) => other - one));
      }
    }),
    { numRuns },
  );
});

test('what happened more than half an hour before changed nothing', () => {
  const log = new EventLog(1000);
  const at = (t: number): EventRow => ({ t, source: 'cd', type: 'deploy', labels: {}, text: '' });
  const halfHourMs = 1_800_000;
  for (const t of [halfHourMs, 0, 1, halfHourMs - 1]) log.add(at(t));
  expect(log.before(halfHourMs / 1000).map(({ t }) => t)).toEqual([halfHourMs - 1, 1, 0]);
  expect(log.before(halfHourMs / 1000 + 1).map(({ t }) => t)).toEqual([halfHourMs, halfHourMs - 1]);
});
