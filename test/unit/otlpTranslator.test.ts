import { expect, test } from 'vitest';
import { OtlpTranslator } from '../../electron/import/wire/otlpTranslator.ts';

const startMs = 1774879200000;
const nanos = (ms: number): string => `${startMs + ms}000000`;

interface Point {
  readonly start?: number;
  readonly at: number;
  readonly [field: string]: unknown;
}

/** A request with points of one metric, as JSON has them. */
function request(kind: string, points: readonly Point[], own: object = {}, unit = 'ms'): Record<string, unknown> {
  const dataPoints = points.map(({ start = 0, at, ...rest }) => ({
    startTimeUnixNano: nanos(start),
    timeUnixNano: nanos(at),
    ...rest,
  }));
  const metric = { name: 'work', unit, [kind]: { dataPoints, aggregationTemporality: 2, ...own } };
  const attributes = [{ key: 'service.name', value: { stringValue: 'shop' } }];
  return { resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ metrics: [metric] }] }] };
}

const sum = (...points: Point[]): Record<string, unknown> => request('sum', points, { isMonotonic: true });

/** Values or buckets of what a request adds. */
function taken(translator: OtlpTranslator, told: Record<string, unknown>): unknown[] {
  return translator
    .translate(told, startMs)
    .samples.map((sample) => ('buckets' in sample ? sample.buckets : 'value' in sample ? sample.value : sample));
}

test('what counts from the beginning becomes what came since the point before', () => {
  const translator = new OtlpTranslator(startMs);
  expect(translator.translate(sum({ at: 1000, asInt: '10' }), startMs).samples).toEqual([
    { t: startMs + 1000, source: 'shop', metric: 'work', labels: {}, kind: 'count', value: 10 },
  ]);
  expect(taken(translator, sum({ at: 2000, asInt: '10' }))).toEqual([0]);
  expect(taken(translator, sum({ at: 3000, asDouble: 17.5 }))).toEqual([7.5]);
});

test('a counter that ran before anybody listened is counted from its first point on', () => {
  const translator = new OtlpTranslator(startMs + 500);
  expect(translator.translate(sum({ at: 1000, asInt: 900 }), startMs)).toMatchObject({ samples: [], begun: 1 });
  expect(taken(translator, sum({ at: 2000, asInt: 905 }))).toEqual([5]);
});

test('a counter that begins anew counts in full, whether it says so or not', () => {
  const translator = new OtlpTranslator(startMs);
  expect(taken(translator, sum({ at: 1000, asInt: 50 }))).toEqual([50]);
  expect(taken(translator, sum({ start: 1500, at: 2000, asInt: 60 }))).toEqual([60]);
  expect(taken(translator, sum({ start: 1500, at: 3000, asInt: 4 }))).toEqual([4]);
});

test('a point that comes again or late adds nothing, and is no loss', () => {
  const translator = new OtlpTranslator(startMs);
  taken(translator, sum({ at: 2000, asInt: 20 }));
  const { samples, repeated, refused } = translator.translate(
    sum({ at: 2000, asInt: 20 }, { at: 1000, asInt: 9 }, { at: 3000, asInt: 21 }),
    startMs,
  );
  expect([samples.map((sample) => 'value' in sample && sample.value), repeated, refused.count]).toEqual([[1], 2, 0]);
});

test('two senders under one name are told apart by their resource, and where that is the same they are refused', () => {
  const translator = new OtlpTranslator(startMs);
  taken(translator, sum({ start: 500, at: 1000, asInt: 20 }));
  const { samples, refused } = translator.translate(sum({ start: 100, at: 1500, asInt: 3 }), startMs);
  expect([samples, refused.text]).toEqual([
    [],
    '1 x Two senders have one name: give each its own service.instance.id.',
  ]);
});

test('changes count as they are; one that is sent again counts once, one out of order counts too', () => {
  const translator = new OtlpTranslator(startMs);
  const delta = (at: number, asInt: number): Record<string, unknown> =>
    request('sum', [{ at, asInt }], { isMonotonic: true, aggregationTemporality: 1 });
  expect([2000, 3000, 2000, 1000].map((at) => taken(translator, delta(at, 4)))).toEqual([[4], [4], [], [4]]);
  for (let at = 10_000; at < 26_000; at += 1000) taken(translator, delta(at, 1));
  expect(translator.translate(delta(2500, 1), startMs).refused.count).toBe(1);
});

test('what goes up and down is a gauge where its whole is told, and refused where only changes are', () => {
  const translator = new OtlpTranslator(startMs);
  const [whole] = translator.translate(request('sum', [{ at: 1000, asInt: -3 }]), startMs).samples;
  expect(whole).toMatchObject({ kind: 'gauge', value: -3 });
  const changes = translator.translate(
    request('sum', [{ at: 1000, asInt: 1 }], { aggregationTemporality: 'AGGREGATION_TEMPORALITY_DELTA' }),
    startMs,
  );
  expect(changes.refused.text).toContain('must be cumulative');
});

test('histograms become latencies in ms by buckets, each holding what came since', () => {
  const translator = new OtlpTranslator(startMs);
  const told = (at: number, bucketCounts: readonly number[]): Record<string, unknown> =>
    request('histogram', [{ at, explicitBounds: [0.1, 0.5], bucketCounts, count: 0 }], {}, 's');
  expect(taken(translator, told(1000, [1, 2, 3]))).toEqual([
    [
      [100, 1],
      [500, 2],
      ['+Inf', 3],
    ],
  ]);
  expect(taken(translator, told(2000, [1, 2, 5]))).toEqual([
    [
      [500, 0],
      ['+Inf', 2],
    ],
  ]);
  expect(taken(translator, told(3000, [1, 0, 0]))).toEqual([[[100, 1]]]);
  expect(
    translator.translate(request('histogram', [{ at: 4000, bucketCounts: [4] }], {}, 'By'), startMs).refused.text,
  ).toBe('1 x A histogram is read as latencies: give it the unit s, ms, us or ns.');
});

test('exponential histograms are followed when their scale becomes coarser', () => {
  const translator = new OtlpTranslator(startMs);
  const told = (at: number, scale: number, offset: number, bucketCounts: readonly number[]): Record<string, unknown> =>
    request('exponentialHistogram', [{ at, scale, zeroCount: '1', positive: { offset, bucketCounts } }]);
  // Scale 1: bucket i ends at 2^((i+1)/2); 2 is bucket 1, 2.83 bucket 2, 4 bucket 3.
  expect(taken(translator, told(1000, 1, 1, [3, 0, 2]))).toEqual([
    [
      [0, 1],
      [2, 3],
      [4, 2],
    ],
  ]);
  // Scale 0: bucket 0 ends at 2 and held 3, bucket 1 ends at 4 and held 2.
  expect(taken(translator, told(2000, 0, 0, [3, 6, 1]))).toEqual([
    [
      [2, 0],
      [4, 4],
      [8, 1],
    ],
  ]);
  // Finer again without a new beginning: nobody can say what came since.
  expect(translator.translate(told(3000, 1, 1, [9]), startMs).refused.text).toContain('changed its buckets');
});

test.each([
  ['a summary', request('summary', [{ at: 1000 }]), 'Summaries cannot be added up: send a histogram.'],
  ['no time', sum({ at: -startMs, asInt: 1 }), 'It has no time.'],
  ['a sum below 0', sum({ at: 1000, asInt: -1 }), 'A sum is not a number, or below 0.'],
  ['no number', sum({ at: 1000, asDouble: 'NaN' }), 'A sum is not a number, or below 0.'],
  [
    'no temporality',
    request('sum', [{ at: 1000, asInt: 1 }], { isMonotonic: true, aggregationTemporality: 0 }),
    'It does not say whether it is cumulative or delta.',
  ],
  [
    'too many attributes',
    sum({
      at: 1000,
      asInt: 1,
      attributes: Array.from({ length: 17 }, (_, n) => ({ key: `a${n}`, value: { intValue: n } })),
    }),
    'It has more than 16 attributes: drop some with a view.',
  ],
  [
    'a long attribute',
    sum({ at: 1000, asInt: 1, attributes: [{ key: 'a', value: { stringValue: 'x'.repeat(257) } }] }),
    'An attribute is longer than 256 characters.',
  ],
])('%s is refused in words', (_name, told, says) => {
  const { samples, refused } = new OtlpTranslator(startMs).translate(told, startMs);
  expect([samples, refused.text]).toEqual([[], `1 x ${says}`]);
});

test('attributes of every type become labels; a point that says that a series has ended is none', () => {
  const attributes = [
    { key: 'http.route', value: { stringValue: '/cart' } },
    { key: 'code', value: { intValue: '200' } },
    { key: 'is ok', value: { boolValue: true } },
    { key: 'list', value: { arrayValue: { values: [{ doubleValue: 1.5 }, { stringValue: 'a' }] } } },
  ];
  const { samples } = new OtlpTranslator(startMs).translate(
    sum({ at: 1000, asInt: 1, attributes }, { at: 2000, asInt: 0, flags: 1 }),
    startMs,
  );
  expect(samples.map((sample) => 'labels' in sample && sample.labels)).toEqual([
    { 'http.route': '/cart', code: '200', is_ok: 'true', list: '[1.5,"a"]' },
  ]);
});

test('more series than can be followed are refused, and those that are followed go on', () => {
  const translator = new OtlpTranslator(startMs, 1000);
  const named = (from: number, count: number, at: number): Record<string, unknown> =>
    sum(
      ...Array.from({ length: count }, (_, place) => ({
        ...{ at, asInt: at },
        attributes: [{ key: 'user', value: { stringValue: `${from + place}`.padEnd(250, '.') } }],
      })),
    );
  expect(translator.translate(named(0, 100, 1000), startMs).refused.count).toBeGreaterThan(50);
  expect(taken(translator, named(0, 1, 3000))).toEqual([2000]);
  expect(translator.translate(named(200, 1, 1000), startMs).refused.count).toBe(1);
  // What is not heard of for ten minutes gives way.
  expect(taken(translator, named(200, 1, 1000))).toEqual([]);
  expect(translator.translate(named(200, 1, 1000), startMs + 700_000).samples.length).toBe(1);
});
