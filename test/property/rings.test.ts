import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GaugeTrack } from '../../shared/judge/gaugeTrack.ts';
import { LatencyWindow } from '../../shared/judge/latencyWindow.ts';
import { PeakTree } from '../../shared/judge/peakTree.ts';
import type { Span } from '../../shared/judge/tallyBlock.ts';

const startTick = 1_774_879_200;
const span = (windowS: number, delayS = 0, fromBucket = -Infinity): Span => ({ windowS, delayS, fromBucket });

/** Something that arrives before tick `startTick + tick`, and says something of a second some way back or ahead. */
interface Arriving {
  readonly tick: number;
  readonly bucket: number;
  readonly value: number;
  readonly column: number;
}

function arriving(value: fc.Arbitrary<number>, longestS: number): fc.Arbitrary<Arriving[]> {
  const one = fc.record({
    tick: fc.integer({ min: 1, max: 400 }),
    back: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -60, max: longestS })),
    value,
    column: fc.integer({ min: 0, max: 2 }),
  });
  return fc.array(one, { maxLength: 120 }).map((all) =>
    all
      .map(({ tick, back, value: said, column }) => ({
        tick,
        bucket: startTick + tick - 1 - back,
        value: said,
        column,
      }))
      .sort((a, b) => a.tick - b.tick),
  );
}

/** Runs ticks 1 to 400; `add` what arrives, `advance`, and then `check`. */
function run(
  all: readonly Arriving[],
  add: (one: Arriving) => void,
  advance: (tick: number) => void,
  check: (tick: number, arrived: readonly Arriving[]) => void,
): void {
  let next = 0;
  for (let tick = 1; tick <= 400; tick += 1) {
    for (let one = all[next]; one !== undefined && one.tick <= tick; one = all[(next += 1)]) add(one);
    advance(startTick + tick);
    if (tick % 7 === 0 || tick > 395) check(startTick + tick, all.slice(0, next));
  }
}

function inSpan(tick: number, { windowS, delayS, fromBucket }: Span, bucket: number): boolean {
  const last = tick - 1 - delayS;
  return bucket <= last && bucket >= fromBucket && (windowS === Infinity || bucket > last - windowS);
}

test('peaks are the largest second of any window', () => {
  fc.assert(
    fc.property(arriving(fc.nat(100), 300), (all) => {
      const tree = new PeakTree(300);
      tree.startAt(startTick);
      run(
        all,
        ({ bucket, value }) => tree.add(bucket, value),
        (tick) => tree.advance(tick),
        (tick, arrived) => {
          for (const windowS of [1, 7, 60, 299, 300]) {
            const seconds = new Map<number, number>();
            for (const { bucket, value } of arrived) {
              if (inSpan(tick, span(windowS), bucket)) seconds.set(bucket, (seconds.get(bucket) ?? 0) + value);
            }
            expect(tree.peak(tick - windowS, tick - 1)).toBe(Math.max(0, ...seconds.values()));
          }
        },
      );
    }),
  );
});

test('a window of latencies counts what lies in it, bins and bounds', () => {
  fc.assert(
    fc.property(arriving(fc.integer({ min: 1, max: 5 }), 120), fc.integer({ min: 0, max: 30 }), (all, delayS) => {
      const one = span(90, delayS);
      const window = new LatencyWindow(one);
      window.startAt(startTick);
      run(
        all,
        ({ bucket, column, value }) => {
          if (column === 0) window.add(bucket, undefined, new Map([[value * 10, 2]]));
          else window.add(bucket, new Map([[value, column]]), undefined);
        },
        (tick) => window.advance(tick),
        (tick, arrived) => {
          const within = arrived.filter((it) => inSpan(tick, one, it.bucket));
          const n = within.reduce((sum, { column }) => sum + (column === 0 ? 2 : column), 0);
          const { value, n: counted, exact } = window.quantile(1);
          expect(counted).toBe(n);
          expect(value === undefined).toBe(n === 0);
          expect(exact).toBe(within.every(({ column }) => column !== 0));
          const bounds = within.flatMap(({ column, value: said }) => (column === 0 ? [said * 10] : []));
          if (bounds.length > 0) expect(value).toBe(Math.max(...bounds));
        },
      );
    }),
  );
});

test('a gauge is its sample with the greatest t in the window, of equals the last', () => {
  fc.assert(
    fc.property(arriving(fc.nat(1000), 120), fc.integer({ min: 0, max: 30 }), (all, delayS) => {
      const track = new GaugeTrack(delayS);
      run(
        all,
        ({ bucket, column, value }) => track.add({ bucket, t: bucket * 1000 + column, value }),
        (tick) => track.advance(tick),
        (tick, arrived) => {
          for (const windowS of [5, 60, 300]) {
            for (const delay of new Set([0, delayS])) {
              const inside = arrived.filter(({ bucket }) => inSpan(tick, span(windowS, delay), bucket));
              const greatest = Math.max(...inside.map(({ bucket, column }) => bucket * 1000 + column));
              const last = inside.findLast(({ bucket, column }) => bucket * 1000 + column === greatest);
              expect(track.newest(tick - delay - windowS, tick - delay - 1)?.value).toBe(last?.value);
            }
          }
        },
      );
    }),
  );
});
