import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { Series } from '../../shared/model/series.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';
import { binOf } from '../../shared/stats/sketch.ts';
import { exactSum } from '../help/exactSum.ts';
import { runs } from '../help/runs.ts';

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? runs(300));
const start = 1_774_879_200;
const limits = [10, 50, 100];

const series: readonly Series[] = (['count', 'gauge', 'latency', 'count', 'latency'] as const).map((kind, id) => ({
  id,
  source: 'gw',
  kind,
  metric: kind,
  labels: {},
}));

type Buckets = readonly (readonly [bound: number, count: number])[];

interface Came {
  readonly series: Series;
  readonly t: number;
  readonly value: number;
  readonly values: readonly number[];
  readonly buckets: Buckets | undefined;
}

const value = fc.oneof(fc.integer({ min: -50, max: 1_000_000 }), fc.constantFrom(0, 0.1, 0.2, 0.7, 1e9 + 0.1));
const latency = fc.constantFrom(0, 0.3, 9.9, 10, 10.1, 50, 75, 100, 1e4);
const amount = fc.nat({ max: 4 });
const came: fc.Arbitrary<Came> = fc.record({
  series: fc.constantFrom(...series),
  t: fc
    .integer({ min: 0, max: 4 })
    .chain((second) => fc.constantFrom(0, 0, 500).map((ms) => (start + second) * 1000 + ms)),
  value,
  values: fc.array(latency, { maxLength: 4 }),
  buckets: fc.option(
    fc.tuple(amount, amount, amount).map(([low, middle, high]): Buckets => [
      [10, low],
      [60, middle],
      [Infinity, high],
    ]),
    { nil: undefined },
  ),
});

function gather(gatherer: TickGatherer, list: readonly Came[]): TickInput {
  for (const one of list) {
    if (one.series.kind === 'count') gatherer.addCount(one.series, one.t, Math.abs(one.value));
    else if (one.series.kind === 'gauge') gatherer.addGauge(one.series, one.t, one.value);
    else if (one.buckets === undefined) gatherer.addLatencies(one.series, one.t, one.values);
    else gatherer.addLatencyBuckets(one.series, one.t, one.buckets);
  }
  return gatherer.take(start + 10);
}

/** Everything that one series says of one second, made anew from a list of its samples. */
function rowAnew(list: readonly Came[]) {
  const { kind } = list[0]?.series ?? { kind: 'count' };
  const observed = kind === 'latency' ? list.flatMap(observationsOf) : [];
  const values =
    kind === 'latency'
      ? observed.map(({ ms, sumMs, count }) => ({ ms: sumMs ?? ms, count }))
      : list.map((one) => ({ ms: kind === 'count' ? Math.abs(one.value) : one.value, count: 1 }));
  const newest = list.reduce<Came | undefined>(
    (best, one) => (best === undefined || one.t >= best.t ? one : best),
    undefined,
  );
  return {
    n: values.reduce((sum, { count }) => sum + count, 0),
    sum: exactSum(values.map(({ ms, count }) => ms * count)),
    min: Math.min(...values.map(({ ms }) => ms)),
    max: Math.max(...values.map(({ ms }) => ms)),
    last: kind === 'gauge' ? newest?.value : undefined,
    within: kind === 'latency' ? limits.map((limit) => countOf(observed, ({ ms }) => ms <= limit)) : [],
    straddling:
      kind === 'latency'
        ? limits.map((limit) =>
            countOf(observed, ({ ms, below }) => below !== undefined && ms > limit && below < limit),
          )
        : [],
    bins: tallied(observed.flatMap(({ ms, count, below }) => (below === undefined ? [[binOf(ms), count]] : []))),
    bounds: tallied(observed.flatMap(({ ms, count, below }) => (below === undefined ? [] : [[ms, count]]))),
  };
}

interface Observed {
  readonly ms: number;
  readonly count: number;
  /** Lower bound of its bucket; undefined for a value. */
  readonly below?: number;
  /** What it counts as in the sum, where that is not `ms`. */
  readonly sumMs?: number;
}

function observationsOf({ values, buckets }: Came): Observed[] {
  if (buckets === undefined) return values.map((ms) => ({ ms, count: 1 }));
  return buckets
    .map(([ms, count], place) => {
      const below = buckets[place - 1]?.[0] ?? 0;
      return { ms, count, below, ...(ms === Infinity ? { sumMs: below } : {}) };
    })
    .filter(({ count }) => count > 0);
}

function countOf(observed: readonly Observed[], isCounted: (one: Observed) => boolean): number {
  return observed.reduce((sum, one) => (isCounted(one) ? sum + one.count : sum), 0);
}

function tallied(pairs: readonly (readonly number[])[]): [number, number][] {
  const counts = new Map<number, number>();
  for (const [key = 0, count = 0] of pairs) counts.set(key, (counts.get(key) ?? 0) + count);
  return sorted(counts);
}

function sorted(counts: Map<number, number> | undefined): [number, number][] {
  return [...(counts ?? [])].sort(([one], [other]) => one - other);
}

const keyOf = (one: Series, bucket: number): string => `${one.id} ${bucket}`;

test('a row holds what its samples say, one for each series and second', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(came, { maxLength: 25 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (turns, reuse) => {
        // The same gatherer, turn after turn: nothing of one is left in the next.
        const gatherer = new TickGatherer(limits, { reuse });
        for (const list of turns) {
          const { rows } = gather(gatherer, list);
          const groups = Map.groupBy(list, (one) => keyOf(one.series, Math.floor(one.t / 1000)));
          const keys = rows.map(({ series: one, bucket }) => keyOf(one, bucket));
          expect(keys.toSorted()).toEqual([...groups.keys()].sort());
          for (const row of rows) {
            const expected = rowAnew(groups.get(keyOf(row.series, row.bucket)) ?? []);
            expect(partsOf(row)).toEqual(expected);
          }
        }
      },
    ),
    { numRuns },
  );
});

function partsOf(row: SecondRow): ReturnType<typeof rowAnew> {
  const { n, sum, min, max, last, within, straddling, bins, bounds, series: of } = row;
  const newest = of.kind === 'gauge' ? last : undefined;
  return { n, sum, min, max, last: newest, within, straddling, bins: sorted(bins), bounds: sorted(bounds) };
}

test('the sums of a row do not depend on the order of its samples', () => {
  const shuffled = fc
    .array(came, { maxLength: 25 })
    .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(
    fc.property(shuffled, ([one, other]) => {
      const sumsOf = (list: readonly Came[]): string[] =>
        gather(new TickGatherer(limits), list)
          .rows.map(({ series: of, bucket, n, sum, sumLow }) => `${keyOf(of, bucket)}: ${n} ${sum} ${sumLow + 0}`)
          .sort();
      expect(sumsOf(one)).toEqual(sumsOf(other));
    }),
    { numRuns },
  );
});

test('a source was heard when its last line came, and has left when that line says so', () => {
  const line = fc.record({
    source: fc.constantFrom('gw', 'cd'),
    at: fc.nat({ max: 999 }),
    ended: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 12 }),
      fc.array(line, { maxLength: 4 }),
      fc.boolean(),
      (lines, before, reuse) => {
        const gatherer = new TickGatherer([], { reuse });
        for (const { source, at, ended } of before) gatherer.hear(source, at, ended);
        gatherer.take(0);
        for (const { source, at, ended } of lines) gatherer.hear(source, at, ended);
        const { heard } = gatherer.take(1);
        const expected = ['gw', 'cd'].flatMap((source) => {
          const own = lines.filter((one) => one.source === source);
          return own.length === 0
            ? []
            : [{ source, at: Math.max(...own.map(({ at }) => at)), ended: own.at(-1)?.ended === true }];
        });
        expect(new Set(heard)).toEqual(new Set(expected));
        expect(gatherer.take(2)).toEqual({ tick: 2, rows: [], events: [], heard: [] });
      },
    ),
    { numRuns },
  );
});
