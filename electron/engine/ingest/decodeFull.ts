import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import type { Arrival, JsonValue } from '../../../shared/model/arrival.ts';
import { type BadLine, type BadLineReason, badLineReasons } from '../../../shared/model/badLine.ts';
import { excerptOf, excerptReach } from '../../../shared/model/excerpt.ts';
import { holdsCardNumber } from '../../../shared/base/cardNumber.ts';
import { namePattern, sampleLimits, sampleSchema, type Sample } from '../../../shared/model/sample.ts';
import { findListIssue, takeLists, withoutLists } from './decodeLists.ts';
import { refusalOf, type Refusal } from './decodeSentence.ts';
import { readStructure, type LineStructure, type Member } from './decodeStructure.ts';
import { findTextTrouble, type TextTrouble } from './decodeText.ts';
import { buildLatency, buildMark, buildValue } from './decodeBuild.ts';
import { sortedLabels, type SeriesTable } from './seriesTable.ts';

const compiledSchema = z.compile(sampleSchema);

export interface FullDecoding {
  readonly result: Arrival | BadLine;
  /** The keys of the line and where their values stand; empty when the line is bad. */
  readonly members: readonly Member[];
}

const textTroubles: Readonly<Record<TextTrouble, Refusal>> = {
  card_number: {
    reason: 'card_number',
    text: 'A text in the line holds a payment card number: the line is not kept; take the number out at its source.',
  },
  lone_surrogate: {
    reason: 'bad_text',
    text: 'A text in the line holds half of a surrogate pair, which is no character.',
  },
  nul: { reason: 'bad_text', text: 'A text in the line holds a NUL character: leave it out.' },
  not_finite: { reason: 'bad_number', text: 'A number in data is too large: numbers must be finite.' },
};

/** The whole way: every rule of the format, in the order in which it is safe to ask. Says why of a line that breaks one. */
export function decodeFully(bytes: Buffer, start: number, end: number, line: number, table: SeriesTable): FullDecoding {
  const bad = ({ reason, text }: Refusal, source?: string, arrived?: number): FullDecoding => ({
    result: {
      kind: 'bad',
      line,
      reason,
      text,
      excerpt: excerptOf(bytes.toString('utf8', start, Math.min(end, start + excerptReach * 4))),
      source,
      arrived,
    },
    members: [],
  });

  if (end - start > sampleLimits.lineBytes) return bad(tooLong);
  if (!isUtf8(bytes.subarray(start, end))) return bad(refuse('not_utf8', 'The line is not UTF-8: write it as UTF-8.'));
  const structure = readStructure(bytes, start, end);
  if (structure.isTooDeep) return bad(tooDeep);
  if (structure.hasTooManyKeys) return bad(tooManyKeys);

  const written = bytes.toString('utf8', start, end);
  const parsed = parseJson(written);
  if (parsed === undefined) return bad(notJson(written, structure));
  if (!isObject(parsed)) return bad(notAnObject(parsed));

  const source = readSource(parsed, structure);
  const arrived = readArrived(parsed);
  const refusal = keyTrouble(structure) ?? textTrouble(parsed);
  if (refusal !== undefined) return bad(refusal, source, arrived);

  const kept = standInReason(parsed);
  if (kept !== undefined) return bad(kept, source, arrived);

  const issue = findListIssue(parsed);
  if (issue !== undefined) return bad(refusalOf(parsed, [issue]), source, arrived);
  const checked = compiledSchema.safeParse(withoutLists(parsed));
  if (!checked.success) return bad(refusalOf(parsed, checked.error.issues), source, arrived);
  const arrival = toArrival(checked.data, parsed, table);
  if (arrival === undefined) return bad(tooManySeries, source, arrived);
  return { result: arrival, members: structure.members };
}

/** A session keeps this in the place of a line that it may not keep: set aside again, for the reason of the first time. */
function standInReason(parsed: Readonly<Record<string, unknown>>): Refusal | undefined {
  if (parsed['kind'] !== 'quarantined') return undefined;
  const reason = badLineReasons.find((one) => one === parsed['reason']);
  if (reason === undefined) return undefined;
  const known = [tooLong, textTroubles.card_number].find((one) => one.reason === reason);
  return known ?? refuse(reason, 'The line was set aside when it came, and held what a session does not keep.');
}

const tooLong = refuse('line_too_long', 'The line is over 1 MiB.');
const tooDeep = refuse('too_deep', `The line is nested more than ${sampleLimits.depth} deep: flatten it.`);
const tooManyKeys = refuse(
  'unknown_key',
  `The line has more than ${sampleLimits.keys} keys, and no sample has so many.`,
);
const tooManySeries = refuse(
  'too_many_series',
  'The recording has too many series: put fewer different values into labels.',
);

function refuse(reason: BadLineReason, text: string): Refusal {
  return { reason, text };
}

function parseJson(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}

function notJson(written: string, structure: LineStructure): Refusal {
  const word = /[:,[]\s*(-?(?:NaN|Infinity))\b/.exec(written)?.[1];
  if (word !== undefined) return refuse('not_json', `The line is not JSON: ${word} is no number in JSON.`);
  if (written.includes('\0'))
    return refuse('not_json', 'The line holds NUL bytes: the file was damaged or is no text.');
  if (!structure.isClosed) return refuse('not_json', 'The line is not JSON: it breaks off before its end.');
  return refuse('not_json', 'The line is not JSON: write one JSON object a line.');
}

function notAnObject(parsed: unknown): Refusal {
  const what = Array.isArray(parsed) ? 'a list: write one sample a line' : 'no object: write one JSON object a line';
  return refuse('not_an_object', `The line is ${what}.`);
}

function keyTrouble(structure: LineStructure): Refusal | undefined {
  const { forbiddenKey, duplicateKey } = structure;
  if (forbiddenKey !== undefined) return refuse('forbidden_key', `The key "${forbiddenKey}" is not allowed anywhere.`);
  if (duplicateKey === undefined) return undefined;
  return refuse('duplicate_key', `The key ${excerptOf(JSON.stringify(duplicateKey), 60)} stands twice in one object.`);
}

function textTrouble(parsed: Readonly<Record<string, unknown>>): Refusal | undefined {
  const trouble = findTextTrouble(parsed);
  return trouble === undefined ? undefined : textTroubles[trouble];
}

/** A source that names itself well was heard, whatever else is wrong with the line. */
function readSource(parsed: Readonly<Record<string, unknown>>, structure: LineStructure): string | undefined {
  const source = Object.hasOwn(parsed, 'source') ? parsed['source'] : undefined;
  if (typeof source !== 'string' || !namePattern.test(source) || holdsCardNumber(source)) return undefined;
  return structure.duplicateKey === 'source' ? undefined : source;
}

function readArrived(parsed: Readonly<Record<string, unknown>>): number | undefined {
  for (const stamp of [parsed['arrived'], parsed['t']]) {
    if (stamp === undefined) continue;
    return Number.isInteger(stamp) && Number(stamp) >= 0 && Number(stamp) <= sampleLimits.latestMs
      ? Number(stamp) + 0
      : undefined;
  }
  return undefined;
}

/** The lists come from `parsed`. `+ 0` turns -0 into 0: what is equal must also be the same bytes. */
function toArrival(sample: Sample, parsed: Readonly<Record<string, unknown>>, table: SeriesTable): Arrival | undefined {
  const t = sample.t + 0;
  const arrived = sample.arrived === undefined ? undefined : sample.arrived + 0;
  const epoch = sample.epoch ?? '';
  if (sample.kind === 'mark') {
    return buildMark(t, arrived, sample.source, epoch, sample.end ?? false, sample.pos);
  }
  const seq = sample.seq === undefined ? -1 : sample.seq + 0;
  if (sample.kind === 'event') {
    const { source, type, text = '' } = sample;
    const data = sample.data as JsonValue | undefined;
    return { kind: 'event', t, arrived, source, epoch, seq, type, labels: sortedLabels(sample.labels), text, data };
  }
  const series = table.intern(sample.source, sample.kind, sample.metric, sample.labels);
  if (series === undefined) return undefined;
  if (sample.kind !== 'latency') {
    return buildValue(sample.kind, t, arrived, epoch, seq, series, sample.value + 0);
  }
  const { values, buckets } = takeLists(parsed);
  return buildLatency(t, arrived, epoch, seq, series, values, buckets);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
