import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PeakTree } from '../../shared/judge/peakTree.ts';
import { type Span, TallyBlock } from '../../shared/judge/tallyBlock.ts';
import { exactSum } from '../help/exactSum.ts';
import { runs } from '../help/runs.ts';

// Rings of seconds with running sums, against sums that are made anew from everything that was ever added.

const numRuns = Number(process.env['HOLDPOINT_RUNS'] ?? runs(150));
const start = 1_774_879_200;
const columns = 3;

/** Something added while tick `at` is gathered, for a second so far before it (ahead of it, where negative). */
interface Added {
  readonly at: number;
  readonly ageS: number;
  readonly column: number;
  readonly value: number;
}

const whole = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -1000, max: 1_000_000 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 33 + 1) },
);
const decimal = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }).map((tenths) => tenths / 10),
  fc.constantFrom(0.1, 0.2, 0.3, 1e9 + 0.1, 123_456_789.123, -7.7, 2 ** 40 + 1),
);
const wild = fc.oneof(decimal, fc.constantFrom(1e300, -1e300, 1e-300, 2 ** 80, -(2 ** 80), Number.MIN_VALUE));

const ticks = 400;
const addedOf = (value: fc.Arbitrary<number>): fc.Arbitrary<Added[]> =>
  fc.array(
    fc.record({
      at: fc.integer({ min: 1, max: ticks }),
      ageS: fc.oneof(fc.integer({ min: -60, max: 10 }), fc.integer({ min: 0, max: 350 })),
      column: fc.nat({ max: columns - 1 }),
      value,
    }),
    { maxLength: 60 },
  );

const delay = fc.constantFrom(0, 0, 1, 30);
const spans = fc.uniqueArray(
  fc.oneof(
    fc.record({
      windowS: fc.constantFrom(1, 2, 5, 60, 255, 256, 300),
      delayS: delay,
      fromBucket: fc.constant(-Infinity),
    }),
    fc.record({
      windowS: fc.constant(Infinity),
      delayS: delay,
      fromBucket: fc.constantFrom(-Infinity, start, start + 100, start + 300),
    }),
  ),
  { minLength: 1, maxLength: 4, selector: (span) => JSON.stringify(span) },
);

/** The sums of each span and column after each tick. */
function runBlock(list: readonly Span[], added: readonly Added[]): number[][][] {
  const block = new TallyBlock(list, columns);
  block.startAt(start);
  return range(1, ticks).map((at) => {
    for (const one of added) {
      if (one.at === at) block.add(start + at - one.ageS, one.column, one.value, 0);
    }
    block.advance(start + at);
    return list.map((_, index) => range(0, columns - 1).map((column) => block.sum(index, column)));
  });
}

function sumAnew(span: Span, added: readonly Added[], at: number, column: number): number {
  const to = start + at - span.delayS;
  const from = Math.max(to - span.windowS, span.fromBucket);
  const inside = added.filter((one) => {
    const bucket = start + one.at - one.ageS;
    return one.at <= at && one.column === column && bucket >= from && bucket < to;
  });
  return exactSum(inside.map(({ value }) => value));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** `slack`: how far off a sum may be, of the sum itself and of whatever else was ever added. */
function expectSums(list: readonly Span[], added: readonly Added[], slack = { own: 0, other: 0 }): void {
  runBlock(list, added).forEach((sums, index) => {
    sums.forEach((row, place) => {
      row.forEach((sum, column) => {
        const expected = sumAnew(list[place] as Span, added, index + 1, column);
        const tolerance = slack.own * Math.abs(expected) + slack.other;
        if (!(Math.abs(sum - expected) <= tolerance)) {
          expect(sum, `tick ${index + 1}, span ${JSON.stringify(list[place])}, column ${column}`).toBe(expected);
        }
      });
    });
  });
}

describe('a block of tallies', () => {
  test('adds whole numbers up exactly, whenever and in whatever order they come', () => {
    fc.assert(
      fc.property(spans, addedOf(whole), (list, added) => expectSums(list, added)),
      { numRuns },
    );
  });

  test('adds decimals up as if there were no rounding', () => {
    fc.assert(
      fc.property(spans, addedOf(decimal), (list, added) => expectSums(list, added)),
      { numRuns },
    );
  });

  test('keeps 30 digits of the largest value that it ever held', () => {
    fc.assert(
      fc.property(spans, addedOf(wild), (list, added) => {
        const largest = Math.max(0, ...added.map(({ value }) => Math.abs(value)));
        expectSums(list, added, { own: Number.EPSILON, other: largest * 1e-30 });
      }),
      { numRuns },
    );
  });

  test('does not care in which order a tick brings its samples', () => {
    const shuffled = addedOf(decimal).chain((added) =>
      fc.tuple(fc.constant(added), fc.shuffledSubarray(added, { minLength: added.length })),
    );
    fc.assert(
      fc.property(spans, shuffled, (list, [one, other]) => {
        expect(runBlock(list, one)).toEqual(runBlock(list, other));
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });

  test('keeps nothing of what has left its windows', () => {
    const finite: Span[] = [60, 300].map((windowS) => ({ windowS, delayS: 1, fromBucket: -Infinity }));
    fc.assert(
      fc.property(addedOf(fc.oneof(whole, decimal)), (added) => {
        const early = added.filter(({ at, ageS }) => at - ageS < 90 && at < 90);
        expect(runBlock(finite, early).at(-1)).toEqual([
          [0, 0, 0],
          [0, 0, 0],
        ]);
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });
});

test('a peak is the largest second of any window in reach', () => {
  const windows = [1, 2, 7, 60, 128];
  const count = fc.oneof(fc.nat({ max: 50 }), fc.constantFrom(0.25, 1e9));
  fc.assert(
    fc.property(addedOf(count), fc.constantFrom(0, 5), (added, delayS) => {
      const tree = new PeakTree(128 + delayS);
      tree.startAt(start);
      for (const at of range(1, ticks)) {
        for (const one of added) if (one.at === at) tree.add(start + at - one.ageS, one.value);
        tree.advance(start + at);
        for (const windowS of windows) {
          const to = start + at - delayS;
          const seconds = new Map<number, number>();
          for (const one of added) {
            const bucket = start + one.at - one.ageS;
            if (one.at > at || bucket < to - windowS || bucket >= to) continue;
            seconds.set(bucket, (seconds.get(bucket) ?? 0) + one.value);
          }
          const expected = Math.max(0, ...seconds.values());
          if (tree.peak(to - windowS, to - 1) !== expected) {
            expect(tree.peak(to - windowS, to - 1), `tick ${at}, window ${windowS}`).toBe(expected);
          }
        }
      }
    }),
    { numRuns },
  );
});
