/** One point of a series as the server stores it. */
export interface RawPoint {
  /** When the scrape began, ms. */
  readonly t: number;
  readonly value: RawValue;
}

/** A number, or a native histogram's buckets. */
export type RawValue = number | readonly RawBucket[];

/** Observations above `left` and up to `right`, in the histogram's own unit; not cumulative. */
export interface RawBucket {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

export interface RawSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** Ascending. */
  readonly points: readonly RawPoint[];
}

/** What Prometheus says to a query: series, or why not. */
export type PrometheusAnswer =
  | { readonly kind: 'series'; readonly series: readonly RawSeries[] }
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'refused'; readonly type: string; readonly text: string };

/** Undefined for what is no answer of the Prometheus API. */
export function readAnswer(text: string): PrometheusAnswer | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const answer = fieldsOf(parsed);
  if (answer['status'] === 'error') {
    return { kind: 'refused', type: String(answer['errorType']), text: String(answer['error']) };
  }
  const { resultType, result } = fieldsOf(answer['data']);
  if (!Array.isArray(result)) return undefined;
  if (resultType === 'scalar') return { kind: 'instant', atMs: toMs(result[0]) };
  if (resultType !== 'matrix' && resultType !== 'vector') return undefined;
  return { kind: 'series', series: result.map(readSeries) };
}

function readSeries(given: unknown): RawSeries {
  const { metric, value, values, histogram, histograms } = fieldsOf(given);
  const numbers = listOf(values ?? (value === undefined ? [] : [value]));
  const buckets = listOf(histograms ?? (histogram === undefined ? [] : [histogram]));
  const points = [
    ...numbers.map((pair): RawPoint => ({ t: toMs(listOf(pair)[0]), value: readNumber(listOf(pair)[1]) })),
    ...buckets.map((pair): RawPoint => ({ t: toMs(listOf(pair)[0]), value: readBuckets(listOf(pair)[1]) })),
  ];
  const labels = Object.entries(fieldsOf(metric)).map(([name, text]) => [name, String(text)] as const);
  return { labels: Object.fromEntries(labels), points: points.sort((one, other) => one.t - other.t) };
}

function readBuckets(given: unknown): RawBucket[] {
  return listOf(fieldsOf(given)['buckets']).map((bucket) => {
    const [, left, right, count] = listOf(bucket);
    return { left: readNumber(left), right: readNumber(right), count: readNumber(count) };
  });
}

/** Prometheus writes numbers as texts. */
export function readNumber(given: unknown): number {
  if (given === '+Inf' || given === 'Inf') return Infinity;
  return given === '-Inf' ? -Infinity : Number(given);
}

function toMs(seconds: unknown): number {
  return Math.round(Number(seconds) * 1000);
}

function fieldsOf(given: unknown): Readonly<Record<string, unknown>> {
  return typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [];
}
