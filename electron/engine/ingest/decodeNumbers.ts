import { sampleLimits } from '../../../shared/model/sample.ts';

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
export let stop = -1;

// A number may seem to go on behind the end of its line; then the stretch behind it is not where it must be.

/** Digits only, no leading zero, at most `limit` (which has 16 digits at most). */
export function readWhole(bytes: Buffer, start: number, limit: number): number {
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

const timeDigits = 13;

/** The last time that was read, and its digits as two overlapping words. Many lines are of the same second. */
let lastTime = 0;
let lastTimeHead = 0;
let lastTimeTail = 0;

/** A whole number up to the latest time that there is. `seen` are the same bytes, and the line ends at `end`. */
export function readTime(bytes: Buffer, seen: DataView, at: number, end: number): number {
  if (at + timeDigits >= end) return readWhole(bytes, at, sampleLimits.latestMs);
  const head = seen.getFloat64(at, true);
  const tail = seen.getFloat64(at + timeDigits - 8, true);
  if (head === lastTimeHead && tail === lastTimeTail && digitAt(bytes, at + timeDigits) < 0) {
    stop = at + timeDigits;
    return lastTime;
  }
  const time = readWhole(bytes, at, sampleLimits.latestMs);
  if (stop !== at + timeDigits) return time;
  lastTime = time;
  lastTimeHead = head;
  lastTimeTail = tail;
  return time;
}

/** Any finite JSON number but -0. */
export function readNumber(bytes: Buffer, start: number): number {
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
export function readValues(bytes: Buffer, start: number): number[] {
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
export function readBuckets(bytes: Buffer, start: number): [number, number][] {
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
