import type { Arrival } from '../../../shared/model/arrival.ts';
import type { Series } from '../../../shared/model/series.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import { buildLatency, buildMark, buildValue } from './decodeBuild.ts';

/** Which number of a line stands in a gap of its shape. A list stands there with its brackets. */
export type Slot = 't' | 'arrived' | 'seq' | 'value' | 'values' | 'buckets';

/**
 * A line without its numbers. `fixed` is all bytes outside the slots, in order; `cuts[i]` is where slot `i` cuts in, and
 * the last cut is the length. Every text of a line is in `fixed`, so whoever matches it says the same but for numbers.
 */
export interface LineShape {
  readonly fixed: Uint8Array;
  readonly cuts: readonly number[];
  readonly slots: readonly Slot[];
  readonly says:
    | { readonly kind: 'count' | 'gauge' | 'latency'; readonly series: Series; readonly epoch: string }
    | { readonly kind: 'mark'; readonly source: string; readonly epoch: string; readonly end: boolean };
}

const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
const space = 0x20;
const comma = 0x2c;
const openList = 0x5b;
const closeList = 0x5d;
const plusInfinity = Buffer.from('"+Inf"');

/** Exact in a double, so that one division by a power of ten up to 1e22 rounds once, as parsing does. */
const maxExact = 2 ** 53;
const tens = Array.from({ length: 23 }, (_, power) => 10 ** power);

/** Where the last number or list ended; -1 when it was none that can be read here. */
let stop = -1;

/**
 * Reads a line of this shape; undefined when it is not exactly that, or when a number in it wants a closer look (the whole
 * way then decides). What it reads is what the whole way reads, to the bit.
 */
export function scanLine(shape: LineShape, bytes: Buffer, start: number, end: number): Arrival | undefined {
  const { fixed, cuts, slots, says } = shape;
  let t = 0;
  let arrived: number | undefined;
  let seq = -1;
  let value = 0;
  let values: number[] | undefined;
  let buckets: [number, number][] | undefined;

  let at = start;
  let place = 0;
  for (let part = 0; part < cuts.length; part += 1) {
    const cut = cuts[part] ?? 0;
    if (at + cut - place > end) return undefined;
    while (place < cut) {
      if (bytes[at] !== fixed[place]) return undefined;
      at += 1;
      place += 1;
    }
    if (part === slots.length) break;
    switch (slots[part]) {
      case 't':
        t = readWhole(bytes, at, end, sampleLimits.latestMs);
        break;
      case 'arrived':
        arrived = readWhole(bytes, at, end, sampleLimits.latestMs);
        break;
      case 'seq':
        seq = readWhole(bytes, at, end, Number.MAX_SAFE_INTEGER);
        break;
      case 'value':
        value = readNumber(bytes, at, end);
        if (value < 0 && says.kind === 'count') return undefined;
        break;
      case 'values':
        values = readValues(bytes, at, end);
        break;
      case 'buckets':
        buckets = readBuckets(bytes, at, end);
        break;
    }
    if (stop < 0) return undefined;
    at = stop;
  }
  if (at !== end) return undefined;

  if (says.kind === 'mark') return buildMark(t, arrived, says.source, says.epoch, says.end, undefined);
  if (says.kind === 'latency') return buildLatency(t, arrived, says.epoch, seq, says.series, values, buckets);
  return buildValue(says.kind, t, arrived, says.epoch, seq, says.series, value);
}

/** Digits only, no leading zero, at most `limit` (which has 16 digits at most). */
function readWhole(bytes: Buffer, start: number, end: number, limit: number): number {
  let whole = 0;
  let at = start;
  let digit = 0;
  while (at < end && (digit = (bytes[at] ?? 0) - zero) >= 0 && digit <= 9) {
    whole = whole * 10 + digit;
    at += 1;
  }
  const length = at - start;
  const isPlain = length === 1 || (length > 1 && length <= 16 && bytes[start] !== zero);
  stop = isPlain && whole <= limit ? at : -1;
  return whole;
}

/** Any finite JSON number but -0. */
function readNumber(bytes: Buffer, start: number, end: number): number {
  let at = start;
  const isNegative = bytes[at] === minus;
  if (isNegative) at += 1;
  const firstDigit = at;
  let exact = 0;
  let digit = 0;
  while (at < end && (digit = (bytes[at] ?? 0) - zero) >= 0 && digit <= 9) {
    exact = exact * 10 + digit;
    at += 1;
  }
  stop = -1;
  if (at === firstDigit || (at > firstDigit + 1 && bytes[firstDigit] === zero)) return 0;
  let decimals = 0;
  if (at < end && bytes[at] === dot) {
    const firstDecimal = at + 1;
    at = firstDecimal;
    while (at < end && (digit = (bytes[at] ?? 0) - zero) >= 0 && digit <= 9) {
      exact = exact * 10 + digit;
      at += 1;
    }
    decimals = at - firstDecimal;
    if (decimals === 0) return 0;
  }
  const isExponent = at < end && ((bytes[at] ?? 0) | 0x20) === 0x65;
  if (isExponent || exact >= maxExact || decimals > 22) return readLong(bytes, start, at, end, isExponent);
  if (isNegative && exact === 0) return 0;
  stop = at;
  const magnitude = decimals === 0 ? exact : exact / (tens[decimals] ?? 1);
  return isNegative ? -magnitude : magnitude;
}

/** A number with an exponent or with more digits than a double holds: JavaScript parses it as JSON does. */
function readLong(bytes: Buffer, start: number, mantissaEnd: number, end: number, isExponent: boolean): number {
  let at = mantissaEnd;
  if (isExponent) {
    at += 1;
    if (at < end && (bytes[at] === minus || bytes[at] === 0x2b)) at += 1;
    const firstDigit = at;
    while (at < end && (bytes[at] ?? 0) >= zero && (bytes[at] ?? 0) <= nine) at += 1;
    if (at === firstDigit) return 0;
  }
  const value = Number(bytes.toString('latin1', start, at));
  if (!Number.isFinite(value) || Object.is(value, -0)) return 0;
  stop = at;
  return value;
}

/** `[11.8,12.4,240]`, no number negative; spaces after a comma. */
function readValues(bytes: Buffer, start: number, end: number): number[] {
  const values: number[] = [];
  let at = openAt(bytes, start);
  if (at > 0 && bytes[at] === closeList) {
    stop = at + 1;
    return values;
  }
  while (at > 0) {
    const value = readNumber(bytes, at, end);
    if (stop < 0 || value < 0) break;
    values.push(value);
    if (bytes[stop] === closeList) {
      stop += 1;
      return values;
    }
    at = commaAt(bytes, stop);
  }
  stop = -1;
  return values;
}

/** `[[10,5],[50,7],["+Inf",1]]`, bounds ascending; spaces after a comma. */
function readBuckets(bytes: Buffer, start: number, end: number): [number, number][] {
  const buckets: [number, number][] = [];
  let before = -1;
  let at = openAt(bytes, start);
  while (at > 0) {
    at = openAt(bytes, at);
    if (at < 0) break;
    const bound = readBound(bytes, at, end);
    at = stop < 0 || !(bound > before) ? -1 : commaAt(bytes, stop);
    if (at < 0) break;
    const count = readWhole(bytes, at, end, Number.MAX_SAFE_INTEGER);
    if (stop < 0 || bytes[stop] !== closeList) break;
    buckets.push([bound, count]);
    before = bound;
    if (bytes[stop + 1] === closeList) {
      stop += 2;
      return buckets;
    }
    at = commaAt(bytes, stop + 1);
  }
  stop = -1;
  return buckets;
}

function readBound(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] !== plusInfinity[0]) return readNumber(bytes, at, end);
  for (let place = 0; place < plusInfinity.length; place += 1) {
    if (bytes[at + place] !== plusInfinity[place]) {
      stop = -1;
      return 0;
    }
  }
  stop = at + plusInfinity.length;
  return Infinity;
}

/** The place after an opening bracket, -1 when there is none. */
function openAt(bytes: Buffer, at: number): number {
  return bytes[at] === openList ? at + 1 : -1;
}

/** The place after a comma and spaces, -1 when there is no comma. */
function commaAt(bytes: Buffer, at: number): number {
  if (bytes[at] !== comma) return -1;
  let next = at + 1;
  while (bytes[next] === space) next += 1;
  return next;
}
