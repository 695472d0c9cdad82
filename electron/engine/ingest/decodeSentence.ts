import { parseIsoMs } from '../../../shared/base/instant.ts';
import { nearestWord } from '../../../shared/base/nearestWord.ts';
import type { BadLineReason } from '../../../shared/model/badLine.ts';
import { excerptOf } from '../../../shared/model/excerpt.ts';
import { nameRule, sampleKeys, sampleLimits } from '../../../shared/model/sample.ts';
import { valueAt } from '../../../shared/model/valueAt.ts';

/** The part of a zod issue that a sentence is made of. */
export interface SampleIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

export interface Refusal {
  readonly reason: BadLineReason;
  readonly text: string;
}

const reasonByField: Readonly<Record<string, BadLineReason>> = {
  t: 'bad_number',
  arrived: 'bad_number',
  seq: 'bad_number',
  value: 'bad_number',
  source: 'bad_name',
  metric: 'bad_name',
  type: 'bad_name',
  epoch: 'bad_text',
  text: 'bad_text',
  kind: 'bad_kind',
  labels: 'bad_labels',
  values: 'bad_latency',
  buckets: 'bad_latency',
  end: 'bad_mark',
  pos: 'bad_mark',
};

/** What is wrong with a line that is JSON, and an object, and yet no sample. An unknown key is said first: it explains. */
export function refusalOf(line: Readonly<Record<string, unknown>>, issues: readonly SampleIssue[]): Refusal {
  const issue = issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return { reason: 'not_an_object', text: 'The line is no sample.' };
  if (issue.code === 'unrecognized_keys') return unknownKey(line, issue.keys?.[0] ?? '');

  const [field, ...inner] = issue.path;
  if (field === undefined) return { reason: 'bad_latency', text: `The line is refused: ${issue.message}.` };
  const name = String(field);
  if (inner.length === 0 && !Object.hasOwn(line, name)) {
    return { reason: 'missing_key', text: `${name} is missing: it ${issue.message}.` };
  }
  const reason = reasonByField[name] ?? 'bad_text';
  if (issue.code === 'invalid_key') {
    return { reason, text: `The label name ${shown(String(inner[0] ?? ''))} ${nameRule}.` };
  }
  const found = valueAt(line, issue.path);
  const hint = name === 't' || name === 'arrived' ? hintOnStamp(found) : '';
  return { reason, text: `${pathOf(issue.path)} ${issue.message}, but it is ${shown(found)}${hint}.` };
}

function unknownKey(line: Readonly<Record<string, unknown>>, key: string): Refusal {
  const kind = String(line['kind']);
  const known = Object.entries(sampleKeys).find(([name]) => name === kind)?.[1] ?? [];
  const nearest = nearestWord(key, known);
  const hint =
    kind === 'mark' && key === 'seq'
      ? 'a mark has no seq'
      : nearest === undefined
        ? `its keys are ${known.join(', ')}`
        : `did you mean "${nearest}"?`;
  const end = hint.endsWith('?') ? '' : '.';
  const article = kind === 'event' ? 'An' : 'A';
  return { reason: 'unknown_key', text: `${article} ${kind} has no key ${shown(key)}: ${hint}${end}` };
}

/** `labels.market`, `buckets[1][0]`. */
function pathOf(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${excerptOf(String(part), 40)}`;
  }
  return text;
}

/** What a stamp in another unit probably is. */
function hintOnStamp(found: unknown): string {
  const ms = typeof found === 'string' ? parseIsoMs(found) : undefined;
  if (ms !== undefined) return `, which is ${ms}`;
  if (typeof found !== 'number' || !(found > sampleLimits.latestMs) || found === Infinity) return '';
  return `, as if it were in ${found > sampleLimits.latestMs * 1000 ? 'nanoseconds' : 'microseconds'}`;
}

/** A value as JSON, short, without card numbers and without what a terminal would obey. */
function shown(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'too large a number';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) {
    const count = Object.keys(value).length;
    return `an object with ${count} ${count === 1 ? 'key' : 'keys'}`;
  }
  return excerptOf(JSON.stringify(value) ?? 'nothing', 60);
}
