import { excerptOf } from '../../../shared/model/excerpt.ts';
import type { Converted, ForeignReader } from '../foreignFormat.ts';
import { lineByLine } from '../lineByLine.ts';
import type { PointBook } from './pointBook.ts';

const quoted = String.raw`"(?:[^"\\]|\\.)*"`;
/** `name{labels} value stamp`; the name may stand inside the braces. What follows a # behind it is an exemplar. */
export const sampleLine = new RegExp(
  String.raw`^([a-zA-Z_:][\w:.]*)?(?:\{((?:[^"{}]|${quoted})*)\})?\s+([+-]?[\w.+-]+)(?:\s+(-?[\d.]+(?:[eE][+-]?\d+)?))?\s*(?:#.*)?$`,
);
const labelPair = new RegExp(
  String.raw`[ \t]*(?:([a-zA-Z_][\w.]*)|(${quoted}))(?:[ \t]?=[ \t]?(${quoted}))?[ \t]?(?:,|$)`,
  'y',
);
/** Stamps below it are seconds, as OpenMetrics has them: this is the year 5138 of seconds and March 1973 of milliseconds. */
const leastMs = 100_000_000_000;
const longestLine = 64 * 1024;

const notASample: (row: number, line: string) => Converted = (row, line) => ({
  kind: 'refused',
  row,
  text: 'The line is no sample of an exposition.',
  excerpt: excerptOf(line),
});

/** Text exposition, classic or OpenMetrics, also as `promtool tsdb dump` and `dump-openmetrics` write it. */
export function readExposition(unstampedMs: number, book: PointBook): ForeignReader {
  const lines = lineByLine(function* (line, row): Iterable<Converted> {
    if (line.startsWith('#')) {
      const type = /^#\s*TYPE\s+"?([a-zA-Z_:][\w:.]*)"?\s+(\w+)\s*$/.exec(line.slice(0, 400));
      if (type !== null) book.setType(type[1] ?? '', type[2] ?? '');
      return;
    }
    const match = line.length > longestLine ? null : sampleLine.exec(line);
    const labels = match === null ? undefined : readLabels(match[2] ?? '');
    const name = match?.[1] ?? labels?.get('__name__');
    if (match === null || labels === undefined || name === undefined) {
      yield notASample(row, line);
      return;
    }
    labels.delete('__name__');
    const value = readValue(match[3] ?? '');
    if (value === undefined) yield notASample(row, line);
    else {
      const trouble = book.add(name, labels, readStampMs(match[4]) ?? unstampedMs, value, row);
      if (trouble !== undefined) yield trouble;
    }
  });
  return {
    take: (text) => lines.take(text),
    *end() {
      yield* lines.end();
      yield* book.samples();
    },
  };
}

/** Undefined where they are not well written. A text without a value is the name, as newer Prometheus quotes it. */
function readLabels(text: string): Map<string, string> | undefined {
  const labels = new Map<string, string>();
  labelPair.lastIndex = 0;
  while (labelPair.lastIndex < text.length) {
    const match = labelPair.exec(text);
    if (match === null) return undefined;
    const key = match[1] ?? unquote(match[2] ?? '""');
    if (match[3] !== undefined) labels.set(key, unquote(match[3]));
    else if (match[2] !== undefined) labels.set('__name__', key);
    else return undefined;
  }
  return labels;
}

function unquote(text: string): string {
  return text.slice(1, -1).replaceAll(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one));
}

function readStampMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const stamp = Number(text);
  return Math.round(Math.abs(stamp) < leastMs ? stamp * 1000 : stamp);
}

/** `NaN` is how a series says that it is over; undefined for what is no number at all. */
export function readValue(text: string): number | undefined {
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) && text.length < 60 ? Number(text) : undefined;
}
