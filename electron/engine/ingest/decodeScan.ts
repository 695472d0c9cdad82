import type { Arrival } from '../../../shared/model/arrival.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import { buildLatency, buildMark, buildValue } from './decodeBuild.ts';
import type { Fork, Stretch } from './decodeLearn.ts';

const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
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

/** The bytes that are being read, as words. Many lines lie in one buffer. */
let seenBytes: Buffer = Buffer.alloc(0);
let seen = new DataView(seenBytes.buffer);

/**
 * Reads a line of a shape that is known; undefined when it is not exactly one, or when a number in it wants a closer look
 * (the whole way then decides). What it reads is what the whole way reads, to the bit.
 */
export function scanLine(
  first: Fork | Stretch | undefined,
  bytes: Buffer,
  start: number,
  end: number,
): Arrival | undefined {
  let t = 0;
  let arrived: number | undefined;
  let seq = -1;
  let value = 0;
  let values: number[] | undefined;
  let buckets: [number, number][] | undefined;

  look(bytes);
  let at = start;
  let node = first;
  for (;;) {
    while (node !== undefined && node.isFork) {
      const place: number = node.bytes.indexOf(bytes[at + node.offset] ?? -1);
      node = place < 0 ? node.ending : node.stretches[place];
    }
    if (node === undefined) return undefined;
    const length = node.length;
    if (at + length > end || !isSame(node, at)) return undefined;
    at += length;
    if (node.slot === undefined) break;
    switch (node.slot) {
      case 't':
        t = readWhole(bytes, at, sampleLimits.latestMs);
        break;
      case 'arrived':
        arrived = readWhole(bytes, at, sampleLimits.latestMs);
        break;
      case 'seq':
        seq = readWhole(bytes, at, Number.MAX_SAFE_INTEGER);
        break;
      case 'value':
        value = readNumber(bytes, at);
        break;
      case 'values':
        values = readValues(bytes, at);
        break;
      case 'buckets':
        buckets = readBuckets(bytes, at);
        break;
    }
    if (stop < 0) return undefined;
    at = stop;
    node = node.next;
  }
  const meaning = node.meaning;
  if (at !== end || meaning === undefined) return undefined;

  const { epoch } = meaning;
  if (meaning.kind === 'mark') return buildMark(t, arrived, meaning.source, epoch, meaning.end, undefined);
  if (meaning.kind === 'latency') return buildLatency(t, arrived, epoch, seq, meaning.series, values, buckets);
  if (value < 0 && meaning.kind === 'count') return undefined;
  return buildValue(meaning.kind, t, arrived, epoch, seq, meaning.series, value);
}

/** Four bytes at a time: most of a line is compared, not parsed. */
function isSame(stretch: Stretch, at: number): boolean {
  const { view, from, length } = stretch;
  let place = 0;
  for (; place + 4 <= length; place += 4) {
    if (seen.getInt32(at + place) !== view.getInt32(from + place)) return false;
  }
  for (; place < length; place += 1) if (seen.getUint8(at + place) !== view.getUint8(from + place)) return false;
  return true;
}

function look(bytes: Buffer): void {
  if (bytes === seenBytes) return;
  seenBytes = bytes;
  seen = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

// A number may seem to go on behind the end of its line; then the stretch behind it is not where it must be.

/** Digits only, no leading zero, at most `limit` (which has 16 digits at most). */
function readWhole(bytes: Buffer, start: number, limit: number): number {
  let whole = 0;
  let at = start;
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
    whole = whole * 10 + digit;
    at += 1;
  }
  const length = at - start;
  const isPlain = length === 1 || (length > 1 && length <= 16 && bytes[start] !== zero);
  stop = isPlain && whole <= limit ? at : -1;
  return whole;
}

/** Any finite JSON number but -0. */
function readNumber(bytes: Buffer, start: number): number {
  let at = start;
  const isNegative = bytes[at] === minus;
  if (isNegative) at += 1;
  const firstDigit = at;
  let exact = 0;
  for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
    exact = exact * 10 + digit;
    at += 1;
  }
  stop = -1;
  if (at === firstDigit || (at > firstDigit + 1 && bytes[firstDigit] === zero)) return 0;
  let decimals = 0;
  if (bytes[at] === dot) {
    const firstDecimal = at + 1;
    at = firstDecimal;
    for (let digit = digitAt(bytes, at); digit >= 0; digit = digitAt(bytes, at)) {
      exact = exact * 10 + digit;
      at += 1;
    }
    decimals = at - firstDecimal;
    if (decimals === 0) return 0;
  }
  const isExponent = ((bytes[at] ?? 0) | 0x20) === 0x65;
  if (isExponent || exact >= maxExact || decimals > 22) return readLong(bytes, start, at, isExponent);
  if (isNegative && exact === 0) return 0;
  stop = at;
  const magnitude = decimals === 0 ? exact : exact / (tens[decimals] ?? 1);
  return isNegative ? -magnitude : magnitude;
}

/** A number with an exponent or more digits than a double holds: JavaScript reads it as JSON does, an open end as NaN. */
function readLong(bytes: Buffer, start: number, mantissaEnd: number, isExponent: boolean): number {
  let at = mantissaEnd;
  if (isExponent) {
    at += 1;
    if (bytes[at] === minus || bytes[at] === 0x2b) at += 1;
    while (digitAt(bytes, at) >= 0) at += 1;
  }
  const value = Number(bytes.toString('latin1', start, at));
  if (!Number.isFinite(value) || Object.is(value, -0)) return 0;
  stop = at;
  return value;
}

/** `[11.8,12.4,240]`, no number negative; spaces after a comma. */
function readValues(bytes: Buffer, start: number): number[] {
  const values: number[] = [];
  let at = openAt(bytes, start);
  if (at > 0 && bytes[at] === closeList) {
    stop = at + 1;
    return values;
  }
  while (at > 0) {
    const value = readNumber(bytes, at);
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
function readBuckets(bytes: Buffer, start: number): [number, number][] {
  const buckets: [number, number][] = [];
  let before = -1;
  let at = openAt(bytes, start);
  if (at > 0 && bytes[at] === closeList) {
    stop = at + 1;
    return buckets;
  }
  while (at > 0) {
    at = openAt(bytes, at);
    if (at < 0) break;
    const bound = readBound(bytes, at);
    at = stop < 0 || !(bound > before) ? -1 : commaAt(bytes, stop);
    if (at < 0) break;
    const count = readWhole(bytes, at, Number.MAX_SAFE_INTEGER);
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

function readBound(bytes: Buffer, at: number): number {
  if (bytes[at] !== plusInfinity[0]) return readNumber(bytes, at);
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

/** -1 where there is none. */
function digitAt(bytes: Buffer, at: number): number {
  const digit = (bytes[at] ?? 0) - zero;
  return digit <= 9 ? digit : -1;
}
