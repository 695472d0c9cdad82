import { createHash } from 'node:crypto';
import { sampleLimits } from '../../../shared/model/sample.ts';
import { listAt, longAt, member, textAt, toNumber, toTree, type Tree } from './jsonTree.ts';
import type { LatencyLayout } from './latencyLayout.ts';
import { readAttributes } from './otlpAttributes.ts';
import { readGrowing, readWritten } from './otlpLatencies.ts';
import { toName } from './wireName.ts';

/** One measurement of OTLP, as it was sent. */
interface PointFields {
  /** Whose it is, for people and plans. */
  readonly source: string;
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What no other stream of measurements has. */
  readonly key: string;
  /** When the counting began, 0 for unknown, and when it was read; ns since 1970. */
  readonly startNanos: bigint;
  readonly timeNanos: bigint;
}

/** `cumulative`: since `startNanos`; `delta`: since the point before. */
export type Temporality = 'cumulative' | 'delta';

export type OtlpPoint =
  | (PointFields & { readonly kind: 'gauge'; readonly value: number })
  | (PointFields & { readonly kind: 'count'; readonly temporality: Temporality; readonly value: number })
  | (PointFields & { readonly kind: 'latency'; readonly temporality: Temporality; readonly layout: LatencyLayout });

/** A point that cannot be a sample, in a sentence that says what to change. */
export interface RefusedPoint {
  readonly kind: 'refused';
  readonly why: string;
}

const noRecordedValue = 1;
const millisByUnit: ReadonlyMap<string, number> = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['µs', 1e-3],
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
]);
/** Of what a sender says of itself, these are labels as well. */
const resourceLabels = new Set(['service.version', 'deployment.environment.name', 'deployment.environment']);

/** Every measurement of an ExportMetricsServiceRequest, in its JSON form or decoded from the binary one. */
export function* readPoints(request: Tree): Generator<OtlpPoint | RefusedPoint> {
  for (const one of listAt(request, 'resourceMetrics')) {
    const resource = readResource(toTree(member(toTree(one), 'resource')));
    for (const group of listAt(toTree(one), 'scopeMetrics')) {
      const scope = textAt(toTree(member(toTree(group), 'scope')), 'name');
      for (const metric of listAt(toTree(group), 'metrics')) yield* readMetric(toTree(metric), resource, scope);
    }
  }
}

interface Resource {
  readonly source: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Tells one sender from every other. */
  readonly digest: string;
}

function readResource(resource: Tree): Resource {
  const attributes = readAttributes(listAt(resource, 'attributes'));
  const digest = createHash('sha256').update(JSON.stringify(attributes)).digest('base64url');
  const source = toName(attributes.find(([key]) => key === 'service.name')?.[1] ?? '') ?? 'otlp';
  return { source, digest, labels: Object.fromEntries(attributes.filter(isLabel)) };
}

function isLabel([key, value]: readonly [string, string]): boolean {
  return resourceLabels.has(key) && value.length <= sampleLimits.labelValueLength;
}

function* readMetric(metric: Tree, resource: Resource, scope: string): Generator<OtlpPoint | RefusedPoint> {
  const name = toName(textAt(metric, 'name'));
  for (const kind of ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const) {
    const held = toTree(member(metric, kind));
    for (const one of listAt(held, 'dataPoints')) {
      const point = toTree(one);
      if (name === undefined) yield refused('A metric has no name, or one of more than 128 characters.');
      // A series that has ended says so with a point that holds nothing.
      else if ((Number(longAt(point, 'flags')) & noRecordedValue) !== 0) continue;
      else {
        const fields = readFields(point, name, resource, scope);
        yield 'why' in fields ? fields : readValue(kind, fields, { point, held, unit: textAt(metric, 'unit') });
      }
    }
  }
}

function readFields(point: Tree, metric: string, resource: Resource, scope: string): PointFields | RefusedPoint {
  const labels: Record<string, string> = Object.create(null) as Record<string, string>;
  Object.assign(labels, resource.labels);
  for (const [key, value] of readAttributes(listAt(point, 'attributes'))) {
    const name = toName(key);
    if (name === undefined) return refused('An attribute has no name, or one of more than 128 characters.');
    if (value.length > sampleLimits.labelValueLength) return refused('An attribute is longer than 256 characters.');
    labels[name] = value;
  }
  const names = Object.keys(labels).sort();
  if (names.length > sampleLimits.labels) return refused('It has more than 16 attributes: drop some with a view.');
  const timeNanos = longAt(point, 'timeUnixNano');
  if (timeNanos === 0n) return refused('It has no time.');
  const key = JSON.stringify([resource.digest, scope, metric, names.map((name) => [name, labels[name]])]);
  return { source: resource.source, metric, labels, key, timeNanos, startNanos: longAt(point, 'startTimeUnixNano') };
}

type Held = { readonly point: Tree; readonly held: Tree; readonly unit: string };

function readValue(
  kind: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary',
  fields: PointFields,
  { point, held, unit }: Held,
): OtlpPoint | RefusedPoint {
  if (kind === 'summary') return refused('Summaries cannot be added up: send a histogram.');
  if (kind === 'gauge') return readGauge(fields, point);
  const temporality = readTemporality(member(held, 'aggregationTemporality'));
  if (temporality === undefined) return refused('It does not say whether it is cumulative or delta.');
  if (kind === 'sum') {
    if (member(held, 'isMonotonic') !== true) {
      if (temporality === 'cumulative') return readGauge(fields, point);
      return refused('What goes up and down must be cumulative: of its changes alone nobody knows where it stands.');
    }
    const value = readNumber(point);
    if (value === undefined || value < 0) return refused('A sum is not a number, or below 0.');
    return { ...fields, kind: 'count', temporality, value };
  }
  const unitMs = millisByUnit.get(unit);
  if (unitMs === undefined) return refused('A histogram is read as latencies: give it the unit s, ms, us or ns.');
  const layout = kind === 'histogram' ? readWritten(point, unitMs) : readGrowing(point, unitMs);
  return typeof layout === 'string' ? refused(layout) : { ...fields, kind: 'latency', temporality, layout };
}

function readGauge(fields: PointFields, point: Tree): OtlpPoint | RefusedPoint {
  const value = readNumber(point);
  return value === undefined ? refused('A gauge is not a number.') : { ...fields, kind: 'gauge', value };
}

function readNumber(point: Tree): number | undefined {
  const value = toNumber(member(point, 'asDouble') ?? member(point, 'asInt'));
  return Number.isFinite(value) ? value : undefined;
}

function readTemporality(value: unknown): Temporality | undefined {
  const said = typeof value === 'bigint' ? Number(value) : value;
  if (said === 1 || said === 'AGGREGATION_TEMPORALITY_DELTA') return 'delta';
  return said === 2 || said === 'AGGREGATION_TEMPORALITY_CUMULATIVE' ? 'cumulative' : undefined;
}

function refused(why: string): RefusedPoint {
  return { kind: 'refused', why };
}
