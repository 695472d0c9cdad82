import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBlock } from '../../electron/engine/store/decodeBlock.ts';
import { encodeBlock } from '../../electron/engine/store/encodeBlock.ts';
import type { Series } from '../../shared/model/series.ts';
import type { SecondRow, TickInput } from '../../shared/model/tickInput.ts';
import { buildStream, streamStart } from './storedStream.ts';
import { anyCharacter } from '../help/anyCharacter.ts';
import { runs } from '../help/runs.ts';

const series: readonly Series[] = Array.from({ length: 300 }, (_, id) => ({
  id,
  source: `source-${id % 7}`,
  kind: 'latency' as const,
  metric: 'm',
  labels: {},
}));

/** Doubles of every kind, with those that telemetry is made of in the majority. */
const number = fc.oneof(
  { weight: 4, arbitrary: fc.nat(100_000) },
  { weight: 2, arbitrary: fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000) },
  { weight: 1, arbitrary: fc.double() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      0,
      -0,
      2 ** 53,
      -(2 ** 53),
      2 ** 49,
      2 ** 49 + 1,
      2 ** 31,
      1e300,
      5e-324,
      Infinity,
      -Infinity,
      NaN,
    ),
  },
);
const tally = fc.option(
  fc.array(fc.tuple(number, number), { maxLength: 6 }).map((pairs) => new Map(pairs)),
  { nil: undefined },
);
const counts: fc.Arbitrary<number[]> = fc.oneof(fc.constant<number[]>([]), fc.array(number, { maxLength: 4 }));
const bucket = fc.oneof(
  fc.integer({ min: streamStart - 100, max: streamStart + 100 }),
  fc.integer({ min: 0, max: 2 ** 40 }),
);

const row: fc.Arbitrary<SecondRow> = fc
  .record({
    id: fc.nat(series.length - 1),
    bucket,
    n: fc.oneof(fc.constant(1), number),
    sum: number,
    sumLow: fc.oneof(fc.constant(0), number),
    min: number,
    max: number,
    last: number,
    lastAt: fc.oneof(fc.constant(-Infinity), number),
    within: counts,
    straddling: counts,
    bins: tally,
    bounds: tally,
    plain: fc.boolean(),
  })
  .map(({ id, plain, ...fields }) => {
    const own = series[id] as Series;
    // Half of the rows are what one sample makes: everything follows from its value.
    return plain
      ? { ...fields, series: own, n: 1, min: fields.sum, max: fields.sum, last: fields.sum }
      : { ...fields, series: own };
  });

const text = fc.string({ unit: anyCharacter });
const event = fc.record({
  t: fc.integer({ min: 0, max: 2 ** 52 }),
  source: text,
  type: text,
  labels: fc.dictionary(text, text),
  text,
});
const heard = fc.record({ source: fc.constantFrom('a', 'b', 'ü'), at: number, ended: fc.boolean() });
const ticks: fc.Arbitrary<TickInput[]> = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 100_000 }),
      rows: fc.array(row, { maxLength: 8 }),
      events: fc.array(event, { maxLength: 2 }),
      heard: fc.array(heard, { maxLength: 4 }),
    }),
    { maxLength: 12 },
  )
  .map((parts) => {
    let tick = streamStart;
    return parts.map(({ step, ...input }) => ({ tick: (tick += step), ...input }));
  });

test('a block gives back exactly the ticks that went in, rows and tallies in their order', () => {
  fc.assert(
    fc.property(ticks, fc.constantFrom(1, 10, 60), (input, resolution) => {
      const output = [...decodeBlock(encodeBlock(input, resolution), series)];
      expect(listed(output)).toStrictEqual(listed(input));
    }),
    { numRuns: runs(400) },
  );
});

test('the same ticks make the same bytes, whatever was encoded between', () => {
  const stream = buildStream(300);
  const first = encodeBlock(stream.ticks, 1);
  encodeBlock(buildStream(100, 2).ticks, 1);
  expect(encodeBlock(stream.ticks, 1)).toEqual(first);
});

test('an everyday second costs a few bytes a row before compression', () => {
  const { ticks: everyday } = buildStream(2000);
  const counted = everyday.map((input) => ({
    ...input,
    rows: input.rows.filter(({ series: { kind } }) => kind !== 'latency'),
  }));
  const rows = counted.reduce((sum, input) => sum + input.rows.length, 0);
  expect(encodeBlock(counted, 1).length / rows).toBeLessThan(9);
});

test('damaged blocks are refused or read as something else, and never run away', () => {
  const stream = buildStream(50);
  const block = encodeBlock(stream.ticks, 1);
  fc.assert(
    fc.property(fc.nat(block.length - 1), fc.nat(255), fc.nat(block.length), (place, byte, length) => {
      const damaged = block.slice();
      damaged[place] = byte;
      for (const bad of [damaged, block.subarray(0, length)]) {
        try {
          const rows = [...decodeBlock(bad, stream.series)].reduce((sum, input) => sum + input.rows.length, 0);
          expect(rows).toBeLessThanOrEqual(block.length);
        } catch (error) {
          expect(error).toSatisfy((thrown) => thrown instanceof RangeError || thrown instanceof SyntaxError);
        }
      }
    }),
    { numRuns: runs(1000) },
  );
});

test('a block of another version is refused', () => {
  const block = encodeBlock([], 1);
  block[0] = 9;
  expect(() => [...decodeBlock(block, series)]).toThrow('The block has version 9, and this program reads 1.');
});

/** Maps as lists, because their order counts; labels without their prototype. */
function listed(input: readonly TickInput[]): unknown {
  return input.map(({ tick, rows, events, heard: sources }) => ({
    tick,
    rows: rows.map((one) => ({
      ...one,
      series: one.series.id,
      bins: one.bins && [...one.bins],
      bounds: one.bounds && [...one.bounds],
    })),
    events: events.map((one) => ({ ...one, labels: Object.entries(one.labels) })),
    heard: sources.map((one) => ({ ...one })),
  }));
}

test('two blocks that are read in turns are each what they are alone', () => {
  const [one, other] = [buildStream(50), buildStream(50, 2)];
  const reading = (stream: typeof one): Generator<TickInput> =>
    decodeBlock(encodeBlock(stream.ticks, 1), stream.series);
  const aside = reading(other);
  const inTurns: TickInput[] = [];
  for (const tick of reading(one)) {
    inTurns.push(tick);
    aside.next();
  }
  expect(inTurns).toStrictEqual([...reading(one)]);
});
