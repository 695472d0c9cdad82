import { cloudEventsFormat } from './cloudEvents.ts';
import type { ForeignFormat } from './foreignFormat.ts';
import { nativeFormat } from './nativeFormat.ts';
import { otlpFormat } from './otlp.ts';
import { prometheusFormat } from './prometheus/prometheusFormat.ts';
import { statsdFormat } from './statsd.ts';
import { tableFormat } from './table/tableFormat.ts';

/**
 * Every format, in the order in which a file is held against them: what could be a table comes last. A new one is a line
 * here.
 */
export const foreignFormats: readonly ForeignFormat[] = [
  ...[nativeFormat, otlpFormat, cloudEventsFormat, prometheusFormat, statsdFormat],
  tableFormat,
];
