import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import { sampleSchema } from '../../shared/model/sample.ts';

// The decoder looks at long lists by itself; what it takes must be what the published schema takes.

const anything = fc.constantFrom<unknown>(null, true, -1, 0, 0.5, 2 ** 53, '', 'a', 'é', '+Inf', [], {}, [1], {
  a: 'b',
});
const often = <Value>(good: fc.Arbitrary<Value>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: good }, { weight: 1, arbitrary: anything });
const element = often(fc.oneof(fc.nat(), fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 })));
const bucket = often(fc.tuple(often(fc.oneof(fc.nat(), fc.constant('+Inf'))), often(fc.nat())));
const byNumber = (list: unknown[]): unknown[] => list.toSorted((one, other) => numberOf(one) - numberOf(other));
const numberOf = (pair: unknown): number => (Array.isArray(pair) && typeof pair[0] === 'number' ? pair[0] : 1e9);

const fields = {
  t: often(fc.nat()),
  source: often(fc.constant('gw')),
  kind: often(fc.constantFrom('count', 'gauge', 'latency', 'latency', 'event', 'mark')),
  arrived: often(fc.nat()),
  epoch: often(fc.constantFrom('', 'a')),
  seq: often(fc.nat()),
  metric: often(fc.constant('m')),
  labels: often(fc.dictionary(fc.constantFrom('a', 'b', 'c'), often(fc.constant('v')))),
  value: often(fc.nat()),
  values: often(fc.array(element, { maxLength: 3 })),
  buckets: often(fc.oneof(fc.array(bucket, { maxLength: 3 }).map(byNumber), fc.array(bucket, { maxLength: 3 }))),
  type: often(fc.constant('x')),
  text: often(fc.constant('some')),
  data: anything,
  end: often(fc.boolean()),
  pos: often(fc.nat()),
};
const wanted: Readonly<Record<string, readonly (keyof typeof fields)[]>> = {
  count: ['metric', 'labels', 'value'],
  gauge: ['metric', 'labels', 'value'],
  latency: ['metric', 'labels', 'values'],
  event: ['type', 'labels'],
};
const sample = fc.record(fields).chain((all) => {
  const own = wanted[String(all.kind)] ?? [];
  const lists = fc.constantFrom<(keyof typeof fields)[]>(
    ['values'],
    ['buckets'],
    ['buckets'],
    [],
    ['values', 'buckets'],
  );
  const extra = fc.subarray<keyof typeof fields>(['arrived', 'epoch', 'seq', 'text', 'data', 'end', 'pos', 'value'], {
    maxLength: 2,
  });
  return fc
    .tuple(lists, extra, fc.option(fc.constantFrom(...Object.keys(fields)), { freq: 8 }))
    .map(([some, more, left]) => {
      const keys = [
        't',
        'source',
        'kind',
        ...own.filter((key) => key !== 'values'),
        ...(all.kind === 'latency' ? some : []),
        ...more,
      ];
      return Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key) && key !== left));
    });
});

test('the decoder takes what the schema takes, and refuses what it refuses', () => {
  let taken = 0;
  fc.assert(
    fc.property(sample, (value) => {
      const bytes = Buffer.from(JSON.stringify(value));
      const result = createDecoder(createSeriesTable()).decodeLine(bytes, 0, bytes.length, 1);
      const isRight = sampleSchema.safeParse(value).success;
      if (isRight) taken += 1;
      expect(result.kind !== 'bad', JSON.stringify(value)).toBe(isRight);
    }),
    { numRuns: 10_000 },
  );
  expect(taken).toBeGreaterThan(1_000);
  expect(taken).toBeLessThan(9_000);
});
