import { sampleLimits } from '../../../shared/model/sample.ts';
import { toName } from './wireName.ts';

/** One measurement of StatsD: `name:value|type`, with `|@rate` and, as DogStatsD has them, `|#label:value,...`. */
export type StatsdLine = { readonly metric: string; readonly labels: Readonly<Record<string, string>> } & (
  | { readonly kind: 'count'; readonly value: number }
  /** `isChange`: the gauge moves by so much. */
  | { readonly kind: 'gauge'; readonly value: number; readonly isChange: boolean }
  /** One in how many was told. */
  | { readonly kind: 'latency'; readonly ms: number; readonly times: number }
);

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
/** One timer may not stand for more: each is kept. */
const mostTimes = 1000;
const longestLine = 8192;

/** A line as what it says, or a sentence on why it is none. */
export function readStatsdLine(line: string): StatsdLine | string {
  if (line.length > longestLine) return 'A line is longer than 8192 characters.';
  const [head = '', type, ...rest] = line.split('|');
  const colon = head.lastIndexOf(':');
  const metric = colon < 0 ? undefined : toName(head.slice(0, colon));
  const text = head.slice(colon + 1);
  if (metric === undefined || type === undefined) return 'A line is not name:value|type.';
  const value = number.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) return 'A value is not a number.';
  const rateText = rest.find((part) => part.startsWith('@'))?.slice(1);
  const rate = rateText === undefined ? 1 : number.test(rateText) ? Number(rateText) : 0;
  if (!(rate > 0 && rate <= 1)) return 'A sample rate is not above 0 and at most 1.';
  const labels = readLabels(rest.find((part) => part.startsWith('#'))?.slice(1));
  if (typeof labels === 'string') return labels;
  switch (type) {
    case 'c': {
      const count = value / rate;
      return count >= 0 && Number.isFinite(count)
        ? { kind: 'count', metric, labels, value: count }
        : 'A counter goes down.';
    }
    case 'ms': {
      const times = Math.round(1 / rate);
      if (times > mostTimes) return 'A timer stands for more than 1000: sample at 0.001 or more.';
      return value >= 0 ? { kind: 'latency', metric, labels, ms: value, times } : 'A timer is below 0.';
    }
    case 'g':
      return { kind: 'gauge', metric, labels, value, isChange: /^[+-]/.test(text) };
    default:
      return 'Only counters (c), timers (ms) and gauges (g) are read.';
  }
}

function readLabels(text: string | undefined): Readonly<Record<string, string>> | string {
  if (text === undefined || text === '') return {};
  const labels = new Map<string, string>();
  for (const part of text.split(',')) {
    const colon = part.indexOf(':');
    const name = toName(colon < 0 ? part : part.slice(0, colon));
    const value = colon < 0 ? '' : part.slice(colon + 1);
    if (name === undefined || value.length > sampleLimits.labelValueLength)
      return 'A tag is not name:value, or too long.';
    labels.set(name, value);
  }
  if (labels.size > sampleLimits.labels) return 'It has more than 16 tags.';
  return Object.fromEntries([...labels].sort(([one], [other]) => (one < other ? -1 : 1)));
}
