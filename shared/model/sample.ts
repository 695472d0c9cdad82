import * as z from 'zod';

/**
 * One line of `holdpoint/telemetry@1`. The schema is the contract of what may be written; it judges one sample by
 * itself. What concerns the line as bytes (length, depth, keys twice, card numbers) is the decoder's.
 *
 * Every message says what the field must be; the decoder puts the field's name before it.
 */
const telemetryFormat = 'holdpoint/telemetry@1';

export const sampleLimits = {
  lineBytes: 1_048_576,
  /** Objects and arrays inside each other, the line itself included. */
  depth: 8,
  /** Keys of the line itself: more than any kind has, so that an unknown one is still named. */
  keys: 32,
  labels: 16,
  labelValueLength: 256,
  epochLength: 256,
  /** The last millisecond of the year 9999. */
  latestMs: 253_402_300_799_999,
} as const;

export const namePattern = /^[A-Za-z_][A-Za-z0-9_.:-]{0,127}$/;

export const nameRule = 'must be a name: a letter or "_", then at most 127 of A-Z a-z 0-9 _ . : -';
const instantRule = 'must be a whole number of ms since 1970, up to the year 9999';
const seqRule = 'must be a whole number from 0 to 9007199254740991';
export const labelsRule = `must be an object of at most ${sampleLimits.labels} label names and texts`;
const labelRule = `must be a text of at most ${sampleLimits.labelValueLength} characters`;
export const bucketsRule =
  'must be a list of [upper bound, count], the bounds in ms, ascending, "+Inf" only as the last';

const name = z.string({ error: nameRule }).regex(namePattern, { error: nameRule });
const instant = z
  .int({ error: instantRule })
  .min(0, { error: instantRule })
  .max(sampleLimits.latestMs, { error: instantRule });
const seq = z.int({ error: seqRule }).min(0, { error: seqRule });
const epoch = text(sampleLimits.epochLength, `must be a text of at most ${sampleLimits.epochLength} characters`);

const labels = z
  .record(name, text(sampleLimits.labelValueLength, labelRule), { error: labelsRule })
  .refine((record) => Object.keys(record).length <= sampleLimits.labels, { error: labelsRule })
  .meta({ maxProperties: sampleLimits.labels });

const stamps = { t: instant, arrived: instant.optional(), source: name, epoch: epoch.optional() };
const numbered = { ...stamps, seq: seq.optional() };

const countRule = 'must be a finite number of events since the last sample, 0 or more';
const countSample = z.strictObject({
  ...numbered,
  kind: z.literal('count'),
  metric: name,
  labels,
  value: z.number({ error: countRule }).min(0, { error: countRule }),
});

const gaugeSample = z.strictObject({
  ...numbered,
  kind: z.literal('gauge'),
  metric: name,
  labels,
  value: z.number({ error: 'must be a finite number' }),
});

const latencyRule = 'must be a finite number of ms, 0 or more';
/** One of `values`. */
export const latencySchema = z.number({ error: latencyRule }).min(0, { error: latencyRule });
const bound = z.union([latencySchema, z.literal('+Inf')], { error: 'must be a bound in ms, 0 or more, or "+Inf"' });
const bucketCountRule = 'must be a whole number of observations, 0 or more';
const bucketCount = z.int({ error: bucketCountRule }).min(0, { error: bucketCountRule });

/** One of `buckets`. */
export const bucketSchema = z.tuple([bound, bucketCount], { error: 'must be [upper bound, count]' });

const latencySample = z
  .strictObject({
    ...numbered,
    kind: z.literal('latency'),
    metric: name,
    labels,
    values: z.array(latencySchema, { error: 'must be a list of latencies in ms' }).optional(),
    buckets: z
      .array(bucketSchema, { error: bucketsRule })
      .refine((buckets) => isAscending(buckets), { error: bucketsRule })
      .optional(),
  })
  .refine((sample) => (sample.values === undefined) !== (sample.buckets === undefined), {
    error: 'a latency must have either values or buckets, and not both',
  })
  .meta({ oneOf: [{ required: ['values'] }, { required: ['buckets'] }] });

const eventSample = z.strictObject({
  ...numbered,
  kind: z.literal('event'),
  type: name,
  labels,
  text: z.string({ error: 'must be a text' }).optional(),
  data: z.unknown().optional(),
});

const posRule = 'must be a text of at most 256 characters or a whole number from 0';
const markSample = z.strictObject({
  ...stamps,
  kind: z.literal('mark'),
  end: z.boolean({ error: 'must be true or false' }).optional(),
  pos: z.union([text(256, posRule), seq], { error: posRule }).optional(),
});

const sampleKinds = ['count', 'gauge', 'latency', 'event', 'mark'] as const;
export const sampleSchema = z.discriminatedUnion(
  'kind',
  [countSample, gaugeSample, latencySample, eventSample, markSample],
  { error: `must be one of ${sampleKinds.join(', ')}` },
);

export type Sample = z.infer<typeof sampleSchema>;

/** The keys that a sample of this kind may have: unknown ones are refused with the nearest of these. */
export const sampleKeys: Readonly<Record<Sample['kind'], readonly string[]>> = {
  count: Object.keys(countSample.shape),
  gauge: Object.keys(gaugeSample.shape),
  latency: Object.keys(latencySample.shape),
  event: Object.keys(eventSample.shape),
  mark: Object.keys(markSample.shape),
};

/** JSON Schema (2020-12) of one line, for editors. Ascending bounds are beyond what it can say. */
export function telemetryJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(sampleSchema), title: telemetryFormat };
}

/** Length in characters as people and JSON Schema count them, not in UTF-16 units. */
function text(limit: number, rule: string): z.ZodString {
  return z
    .string({ error: rule })
    .refine((value) => value.length <= limit || (value.length <= 2 * limit && [...value].length <= limit), {
      error: rule,
    })
    .meta({ maxLength: limit });
}

function isAscending(buckets: readonly (readonly [bound: number | '+Inf', count: number])[]): boolean {
  let before = -1;
  for (const [upper] of buckets) {
    const value = upper === '+Inf' ? Infinity : upper;
    if (!(value > before)) return false;
    before = value;
  }
  return true;
}
