import type { Arrival } from '../../../shared/model/arrival.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';
import { buildLatency, buildMark, buildValue } from './decodeBuild.ts';
import type { Fork, Shape, ShapeBook, Stretch } from './decodeLearn.ts';
import { readBuckets, readNumber, readTime, readValues, readWhole, stop } from './decodeNumbers.ts';

export interface LineScanner {
  /**
   * Reads a line of a shape that is known; undefined when it is not exactly one, or when a number in it wants a closer
   * look (the whole way then decides). What it reads is what the whole way reads, to the bit.
   */
  scan(bytes: Buffer, start: number, end: number): Arrival | undefined;
}

/** With `reuse`, an arrival is written over by the next line of its shape. */
export function createLineScanner(book: ShapeBook, reuse = false): LineScanner {
  /** The shape of the last line; whatever comes after it, it is not asked for more than a guess. */
  let last: Shape | undefined;
  /** The bytes that are being read, as words. Many lines lie in one buffer. */
  let seenBytes: Buffer = Buffer.alloc(0);
  let seen = new DataView(seenBytes.buffer);

  function scan(bytes: Buffer, start: number, end: number): Arrival | undefined {
    if (bytes !== seenBytes) {
      seenBytes = bytes;
      seen = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    let t = 0;
    let arrived: number | undefined;
    let seq = -1;
    let value = 0;
    let values: number[] | undefined;
    let buckets: [number, number][] | undefined;

    let guess = last?.follower?.stretches;
    let at = start;
    let stretch: Stretch | undefined;
    for (let place = 0; ; place += 1) {
      const guessed: Stretch | undefined = guess?.[place];
      if (guessed !== undefined && isSame(seen, guessed, at, end)) stretch = guessed;
      else {
        guess = undefined;
        stretch = find(stretch === undefined ? book.first : stretch.next, bytes, at);
        if (stretch === undefined || !isSame(seen, stretch, at, end)) return undefined;
      }
      at += stretch.length;
      if (stretch.slot === undefined) {
        if (at === end || guess === undefined) break;
        return scanWithout(bytes, start, end);
      }
      switch (stretch.slot) {
        case 't':
          t = readTime(bytes, seen, at, end);
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
      if (stop < 0) return guess === undefined ? undefined : scanWithout(bytes, start, end);
      at = stop;
    }
    const { shape } = stretch;
    if (at !== end || shape === undefined) return undefined;
    if (last !== undefined) last.follower = shape;
    last = shape;

    const { meaning } = shape;
    const { epoch } = meaning;
    if (meaning.kind === 'mark') return buildMark(t, arrived, meaning.source, epoch, meaning.end, undefined);
    if (meaning.kind === 'latency') return buildLatency(t, arrived, epoch, seq, meaning.series, values, buckets);
    if (value < 0 && meaning.kind === 'count') return undefined;
    const { draft } = meaning;
    if (draft === undefined) {
      const built = buildValue(meaning.kind, t, arrived, epoch, seq, meaning.series, value);
      if (reuse) meaning.draft = built;
      return built;
    }
    draft.t = t;
    draft.arrived = arrived;
    draft.seq = seq;
    draft.value = value;
    return draft;
  }

  /** Anew, of no guess: what was guessed may be no more than how this line begins. */
  function scanWithout(bytes: Buffer, start: number, end: number): Arrival | undefined {
    last = undefined;
    return scan(bytes, start, end);
  }

  return { scan };
}

/** What may stand here, by the bytes that tell known stretches apart. */
function find(top: Fork | Stretch | undefined, bytes: Buffer, at: number): Stretch | undefined {
  let node = top;
  while (node !== undefined && node.isFork) {
    const place: number = node.bytes.indexOf(bytes[at + node.offset] ?? -1);
    node = place < 0 ? node.ending : node.stretches[place];
  }
  return node;
}

/**
 * Eight bytes at a time, the last ones perhaps twice: most of a line is compared, not parsed. Doubles are equal where
 * their bytes are, but for zeros and what is no number, and no eight bytes of JSON in UTF-8 are such a one.
 */
function isSame(seen: DataView, stretch: Stretch, at: number, end: number): boolean {
  const { view, from, length } = stretch;
  if (at + length > end) return false;
  const last = length - 8;
  if (last < 0) {
    for (let place = 0; place < length; place += 1) {
      if (seen.getUint8(at + place) !== view.getUint8(from + place)) return false;
    }
    return true;
  }
  for (let place = 0; place < last; place += 8) {
    if (seen.getFloat64(at + place, true) !== view.getFloat64(from + place, true)) return false;
  }
  return seen.getFloat64(at + last, true) === view.getFloat64(from + last, true);
}
