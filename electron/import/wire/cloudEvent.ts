import { sampleLimits, type Sample } from '../../../shared/model/sample.ts';
import { member, textAt, toTree, type Tree } from './jsonTree.ts';
import { toName } from './wireName.ts';

/** Something that happened, told by somebody else. */
export interface ToldEvent {
  readonly sample: Extract<Sample, { kind: 'event' }>;
  /** The same for the same event, however often it is sent. */
  readonly key: string;
}

/** Members of CloudEvents 1.0 that are no labels. */
const own = new Set([
  ...['specversion', 'id', 'source', 'type', 'time', 'data', 'data_base64', 'datacontenttype', 'dataschema'],
]);
const longestText = 1000;
const longestData = 64 * 1024;
const mostDepth = 4;

/** A CloudEvent as an event of the timeline, or a sentence on why it is none. Without a time it happened now. */
export function readCloudEvent(value: unknown, nowMs: number): ToldEvent | string {
  const event = toTree(value);
  const [id, from, typeText] = [textAt(event, 'id'), textAt(event, 'source'), textAt(event, 'type')];
  if (textAt(event, 'specversion') !== '1.0') return 'It is no CloudEvent of version 1.0: specversion says which.';
  if (id === '' || from === '') return 'A CloudEvent has no id or no source.';
  const type = toName(typeText);
  const source = toName(from.slice(-128));
  if (type === undefined || source === undefined)
    return 'A CloudEvent has no type, or one of more than 128 characters.';
  const time = textAt(event, 'time');
  const t = time === '' ? nowMs : readTime(time);
  if (t === undefined) return 'The time of a CloudEvent is not as in 2026-03-30T14:00:00Z.';
  const labels = readLabels(event);
  if (labels === undefined) return 'A CloudEvent has more than 16 attributes, or one of more than 256 characters.';
  const data = member(event, 'data');
  const text = wordsIn(toTree(data)) ?? [typeText, textAt(event, 'subject')].filter((one) => one !== '').join(' ');
  const sample = { t, source, kind: 'event' as const, type, labels, text: text.slice(0, longestText), ...dataOf(data) };
  return { sample, key: JSON.stringify([from, id]) };
}

/** Ms since 1970. */
export function readTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,12})?(?:[Zz]|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const t = Date.parse(text);
  return t >= 0 ? t : undefined;
}

/** Data as it may stand in a line: what is too deep or too long is left out, and says so. */
export function dataOf(data: unknown): { readonly data?: unknown } {
  if (data === undefined) return {};
  const isFit = isShallow(data, mostDepth) && JSON.stringify(data).length <= longestData;
  return { data: isFit ? data : 'Left out: deeper or longer than is kept.' };
}

function readLabels(event: Tree): Record<string, string> | undefined {
  const labels: [string, string][] = [];
  for (const [key, value] of Object.entries(event)) {
    const name = own.has(key) ? undefined : toName(key);
    const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (name === undefined || !isPlain) continue;
    const text = String(value);
    if (text.length > sampleLimits.labelValueLength) return undefined;
    labels.push([name, text]);
  }
  return labels.length > sampleLimits.labels ? undefined : Object.fromEntries(labels);
}

function wordsIn(data: Tree): string | undefined {
  return ['text', 'message', 'summary', 'title'].map((key) => textAt(data, key)).find((text) => text !== '');
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((one) => isShallow(one, depth - 1));
}
