import type { z } from 'zod';
import { bucketSchema, bucketsRule, labelsRule, latencySchema, sampleLimits } from '../../../shared/model/sample.ts';
import type { SampleIssue } from './decodeSentence.ts';

/** What a latency carries, as numbers. */
export interface LatencyLists {
  readonly values: readonly number[] | undefined;
  readonly buckets: readonly (readonly [bound: number, count: number])[] | undefined;
}

/**
 * The parts of a line that may be a megabyte long are checked here by themselves, and the schema then sees the line
 * without them: it would copy them, and describe every bad element of them at once. The rules are the schema's; where
 * an element breaks one, the schema says so.
 */
export function findListIssue(line: Readonly<Record<string, unknown>>): SampleIssue | undefined {
  const { labels, values, buckets } = line;
  if (typeof labels === 'object' && labels !== null && Object.keys(labels).length > sampleLimits.labels) {
    return { code: 'custom', path: ['labels'], message: labelsRule };
  }
  if (line['kind'] !== 'latency') return undefined;
  return findValueIssue(values) ?? findBucketIssue(buckets);
}

/** The line with its lists empty, if it is a latency: enough for the schema. */
export function withoutLists(line: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { kind, values, buckets } = line;
  if (kind !== 'latency') return line;
  return {
    ...line,
    ...(Array.isArray(values) ? { values: [] } : {}),
    ...(Array.isArray(buckets) ? { buckets: [] } : {}),
  };
}

/** The lists of a line in which `findListIssue` has found nothing. Takes them over: the line is not to be used again. */
export function takeLists(line: Readonly<Record<string, unknown>>): LatencyLists {
  const values: number[] | undefined = Array.isArray(line['values']) ? line['values'] : undefined;
  const buckets: [number | '+Inf', number][] | undefined = Array.isArray(line['buckets']) ? line['buckets'] : undefined;
  values?.forEach((value, place) => (values[place] = value + 0));
  return { values, buckets: buckets?.map(([bound, count]) => [bound === '+Inf' ? Infinity : bound + 0, count + 0]) };
}

function findValueIssue(values: unknown): SampleIssue | undefined {
  if (!Array.isArray(values)) return undefined;
  const place = values.findIndex((value) => !isLatency(value));
  return place < 0 ? undefined : explain(latencySchema, values[place], ['values', place]);
}

function findBucketIssue(buckets: unknown): SampleIssue | undefined {
  if (!Array.isArray(buckets)) return undefined;
  let before = -1;
  for (let place = 0; place < buckets.length; place += 1) {
    const bucket: unknown = buckets[place];
    if (!isBucket(bucket)) return explain(bucketSchema, bucket, ['buckets', place]);
    const bound = bucket[0] === '+Inf' ? Infinity : bucket[0];
    if (!(bound > before)) return { code: 'custom', path: ['buckets'], message: bucketsRule };
    before = bound;
  }
  return undefined;
}

function isLatency(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isBucket(bucket: unknown): bucket is [number | '+Inf', number] {
  if (!Array.isArray(bucket) || bucket.length !== 2) return false;
  const pair: readonly unknown[] = bucket;
  const [bound, count] = pair;
  return (
    (bound === '+Inf' || isLatency(bound)) && typeof count === 'number' && Number.isSafeInteger(count) && count >= 0
  );
}

function explain(schema: z.ZodType, element: unknown, path: readonly PropertyKey[]): SampleIssue {
  const issue = schema.safeParse(element).error?.issues[0];
  if (issue === undefined) throw new Error('The schema of a sample allows what the decoder refuses.');
  return { code: issue.code, path: [...path, ...issue.path], message: issue.message };
}
