import type { Field, Message } from './protobuf.ts';

// The fields of OTLP's metrics that are read here, by their numbers in opentelemetry/proto/metrics/v1 and common/v1.

function many(name: string, of: () => Message): Field {
  return { name, kind: of, repeated: true };
}

const anyValue: Message = {
  1: { name: 'stringValue', kind: 'text' },
  2: { name: 'boolValue', kind: 'bool' },
  3: { name: 'intValue', kind: 'int64' },
  4: { name: 'doubleValue', kind: 'double' },
  5: { name: 'arrayValue', kind: () => arrayValue },
  6: { name: 'kvlistValue', kind: () => pairs },
  7: { name: 'bytesValue', kind: 'bytes' },
};
const arrayValue: Message = { 1: many('values', () => anyValue) };
const pairs: Message = { 1: many('values', () => keyValue) };
const keyValue: Message = { 1: { name: 'key', kind: 'text' }, 2: { name: 'value', kind: () => anyValue } };

const numberPoint: Message = {
  2: { name: 'startTimeUnixNano', kind: 'fixed64' },
  3: { name: 'timeUnixNano', kind: 'fixed64' },
  4: { name: 'asDouble', kind: 'double' },
  6: { name: 'asInt', kind: 'sfixed64' },
  7: many('attributes', () => keyValue),
  8: { name: 'flags', kind: 'uint64' },
};

const histogramPoint: Message = {
  2: { name: 'startTimeUnixNano', kind: 'fixed64' },
  3: { name: 'timeUnixNano', kind: 'fixed64' },
  4: { name: 'count', kind: 'fixed64' },
  6: { name: 'bucketCounts', kind: 'fixed64', repeated: true },
  7: { name: 'explicitBounds', kind: 'double', repeated: true },
  9: many('attributes', () => keyValue),
  10: { name: 'flags', kind: 'uint64' },
};

const exponentialBuckets: Message = {
  1: { name: 'offset', kind: 'sint32' },
  2: { name: 'bucketCounts', kind: 'uint64', repeated: true },
};

const exponentialPoint: Message = {
  1: many('attributes', () => keyValue),
  2: { name: 'startTimeUnixNano', kind: 'fixed64' },
  3: { name: 'timeUnixNano', kind: 'fixed64' },
  4: { name: 'count', kind: 'fixed64' },
  6: { name: 'scale', kind: 'sint32' },
  7: { name: 'zeroCount', kind: 'fixed64' },
  8: { name: 'positive', kind: () => exponentialBuckets },
  9: { name: 'negative', kind: () => exponentialBuckets },
  10: { name: 'flags', kind: 'uint64' },
  14: { name: 'zeroThreshold', kind: 'double' },
};

/** Only how many there are. */
const summaryPoint: Message = {};

function pointsOf(point: Message): Message {
  return {
    1: many('dataPoints', () => point),
    2: { name: 'aggregationTemporality', kind: 'uint64' },
    3: { name: 'isMonotonic', kind: 'bool' },
  };
}
const numbers = pointsOf(numberPoint);
const histograms = pointsOf(histogramPoint);
const exponentials = pointsOf(exponentialPoint);
const summaries = pointsOf(summaryPoint);

const metric: Message = {
  1: { name: 'name', kind: 'text' },
  3: { name: 'unit', kind: 'text' },
  5: { name: 'gauge', kind: () => numbers },
  7: { name: 'sum', kind: () => numbers },
  9: { name: 'histogram', kind: () => histograms },
  10: { name: 'exponentialHistogram', kind: () => exponentials },
  11: { name: 'summary', kind: () => summaries },
};

const scope: Message = { 1: { name: 'name', kind: 'text' } };
const resource: Message = { 1: many('attributes', () => keyValue) };
const scopeMetrics: Message = {
  1: { name: 'scope', kind: () => scope },
  2: many('metrics', () => metric),
};
const resourceMetrics: Message = {
  1: { name: 'resource', kind: () => resource },
  2: many('scopeMetrics', () => scopeMetrics),
};

/** ExportMetricsServiceRequest. */
export const metricsRequest: Message = { 1: many('resourceMetrics', () => resourceMetrics) };
