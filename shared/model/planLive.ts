import { z } from 'zod';
import { labelValue, list, name, strict, text, word } from './planScalars.ts';
import { duration } from './planUnits.ts';

/** A metric by its name, with matchers or without, or matchers alone: a series as Prometheus stores it, and nothing made of it. */
const SERIES = /^(?:[A-Za-z_:][\w:]*\s*(?:\{[^{}]*\})?|\{[^{}]+\})$/;

/** Quoted values may hold anything, braces too. */
export function isSeriesSelector(promql: string): boolean {
  return SERIES.test(promql.trim().replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""'));
}

const prometheusMetricSchema = strict({
  /** The name that its samples get here; several entries may feed one. */
  metric: name,
  /** A series selector. For a gauge any expression in PromQL, which is asked for every `every`. */
  from: text('a selector such as http_requests_total{job="checkout"}'),
  kind: word('counter', 'gauge', 'histogram'),
  /** Our label names to theirs. When absent, all of theirs but job, instance and le. */
  labels: z.record(name, name, { error: 'write a map of label names to those of Prometheus' }).optional(),
  /** Labels that every sample of this entry gets. */
  with: z.record(name, labelValue, { error: 'write a map of labels, such as { outcome: error }' }).default({}),
  /** Of a histogram's bounds. */
  unit: word('s', 'ms').default('s'),
}).refine((it) => it.kind === 'gauge' || isSeriesSelector(it.from), {
  path: ['from'],
  error:
    'write the bare series of a counter or histogram, such as http_requests_total{job="checkout"}: what happened between two scrapes is worked out here',
});
export type PrometheusMetric = z.output<typeof prometheusMetricSchema>;

/** What is read from a Prometheus server, and as what. */
const prometheusSchema = strict({
  /** How often the server scrapes: expressions are asked for so often. */
  every: duration('15s', 1000).prefault('15s'),
  /** A scrape is in the server so long after it began. */
  settle: duration('2s').prefault('2s'),
  metrics: list(prometheusMetricSchema, 'metrics'),
});
export type PrometheusPlan = z.output<typeof prometheusSchema>;

/** How other people's telemetry is read while it happens. */
export const liveSchema = strict({ prometheus: prometheusSchema.optional() });
