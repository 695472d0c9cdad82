import { expect, test } from 'vitest';
import { sampleKeys, sampleSchema, telemetryJsonSchema } from '../../shared/model/sample.ts';

const count = {
  t: 1_774_879_200_000,
  source: 'gw-1',
  kind: 'count',
  metric: 'checkout.requests',
  labels: {},
  value: 3,
};
const latency = { t: 1_774_879_200_000, source: 'hsm', kind: 'latency', metric: 'hsm.latency', labels: {} };
const event = { t: 1_774_879_200_000, source: 'cd', kind: 'event', type: 'deploy.finished', labels: {} };
const mark = { t: 1_774_879_200_000, source: 'gw-1', kind: 'mark' };
const labelsOf = (number: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: number }, (_, place) => [`l${place}`, 'v']));

test.each<[string, unknown]>([
  ['a count', count],
  ['a count with everything', { ...count, arrived: 1_774_879_200_100, epoch: 'a', seq: 41 }],
  ['a count that is no whole number', { ...count, value: 0.5 }],
  ['a negative gauge', { ...count, kind: 'gauge', value: -1.5 }],
  ['latencies', { ...latency, values: [11.8, 0, 240] }],
  ['no latencies', { ...latency, values: [] }],
  [
    'buckets',
    {
      ...latency,
      buckets: [
        [10, 5],
        [50, 7],
        ['+Inf', 1],
      ],
    },
  ],
  ['an event', { ...event, text: 'ledger 4.12.1', data: { commit: '9f1c' } }],
  ['an event without text and data', event],
  ['a mark', mark],
  ['a last mark', { ...mark, end: true }],
  ['a mark of a live frame', { ...mark, pos: '17:4' }],
  ['16 labels', { ...count, labels: labelsOf(16) }],
  ['a name of 128', { ...count, metric: `m${'x'.repeat(127)}` }],
  ['a label value of 256 characters that are two units each', { ...count, labels: { a: '\u{1f600}'.repeat(256) } }],
  ['the greatest seq', { ...count, seq: Number.MAX_SAFE_INTEGER }],
])('may be written: %s', (_, sample) => {
  expect(sampleSchema.safeParse(sample).success).toBe(true);
});

test.each<[string, unknown]>([
  ['a negative count', { ...count, value: -1 }],
  ['a count that is a text', { ...count, value: '3' }],
  ['a count without a value', { ...count, value: undefined }],
  ['a count with values', { ...count, values: [1] }],
  ['a negative latency', { ...latency, values: [-1] }],
  ['values and buckets', { ...latency, values: [1], buckets: [[1, 1]] }],
  ['neither values nor buckets', latency],
  [
    'equal bounds',
    {
      ...latency,
      buckets: [
        [1, 1],
        [1, 1],
      ],
    },
  ],
  [
    'falling bounds',
    {
      ...latency,
      buckets: [
        [2, 1],
        [1, 1],
      ],
    },
  ],
  [
    '+Inf in the middle',
    {
      ...latency,
      buckets: [
        ['+Inf', 1],
        [1, 1],
      ],
    },
  ],
  ['half an observation', { ...latency, buckets: [[1, 0.5]] }],
  ['a bucket of three', { ...latency, buckets: [[1, 1, 1]] }],
  ['a bound in words', { ...latency, buckets: [['Inf', 1]] }],
  ['a mark with seq', { ...mark, seq: 1 }],
  ['a mark that ends perhaps', { ...mark, end: 1 }],
  ['17 labels', { ...count, labels: labelsOf(17) }],
  ['a label that is a number', { ...count, labels: { a: 1 } }],
  ['a label value of 257', { ...count, labels: { a: 'x'.repeat(257) } }],
  ['a label name with a space', { ...count, labels: { 'a b': 'x' } }],
  ['a name of 129', { ...count, metric: `m${'x'.repeat(128)}` }],
  ['a name that begins with a digit', { ...count, source: '1gw' }],
  ['an empty name', { ...count, source: '' }],
  ['half a millisecond', { ...count, t: 0.5 }],
  ['before 1970', { ...count, t: -1 }],
  ['after the year 9999', { ...count, t: 253_402_300_800_000 }],
  ['a kind nobody knows', { ...count, kind: 'histogram' }],
  ['an unknown key', { ...count, unit: 'ms' }],
])('may not be written: %s', (_, sample) => {
  expect(sampleSchema.safeParse(sample).success).toBe(false);
});

test('the JSON Schema has one strict form a kind, with the limits in it', () => {
  const schema = telemetryJsonSchema();
  expect(schema['title']).toBe('holdpoint/telemetry@1');
  const text = JSON.stringify(schema);
  for (const kind of Object.keys(sampleKeys)) expect(text).toContain(`"const":"${kind}"`);
  expect(text.match(/"additionalProperties":false/g)).toHaveLength(5);
  expect(text).toContain('"maxProperties":16');
  expect(text).toContain('"maxLength":256');
  expect(text).toContain('"oneOf":[{"required":["values"]},{"required":["buckets"]}]');
});
