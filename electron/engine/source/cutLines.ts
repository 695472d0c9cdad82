import type { BadLine } from '../../../shared/model/badLine.ts';
import { excerptOf, excerptReach } from '../../../shared/model/excerpt.ts';
import { sampleLimits } from '../../../shared/model/sample.ts';

const lineFeed = 10;
const carriageReturn = 13;
const longExcerptLength = 80;

/** A `LineBatch` before anyone knows how far the file has been read. */
export interface CutBatch {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly lineNumbers: Float64Array;
  readonly count: number;
  readonly firstByte: number;
  readonly firstLine: number;
  readonly nextByte: number;
  readonly nextLine: number;
  readonly bad: BadLine | undefined;
}

/**
 * Cuts a stream of text into lines. Feed it buffers that begin with `carry` and go on with new text; it holds at most one
 * unfinished line of 1 MiB, and forgets a longer one as it comes.
 */
export interface LineCutter {
  /** The unfinished line: it must stand at the start of the next buffer. */
  readonly carry: Buffer;
  /** Number of the last line that was finished. */
  readonly lastLine: number;
  /** Offset of the next new byte of text. */
  readonly fedByte: number;
  /** Cuts what is in the buffer; with `isEnd` its last line needs no line feed. The buffer is the batches' from now on. */
  cut(buffer: Buffer, isEnd: boolean): CutBatch[];
}

export function createLineCutter(fromByte: number, fromLine: number): LineCutter {
  let carry: Buffer = Buffer.alloc(0);
  let carryByte = fromByte;
  let line = fromLine;
  /** Set while a line over the limit passes by: where it began, and how it began. */
  let long: { readonly byte: number; readonly head: string } | undefined;

  /** The batch of the long line that ends before `nextByte`. */
  function endLong(byte: number, head: string, nextByte: number): CutBatch {
    const bad = tooLong(line, head);
    line += 1;
    return { ...noLines, firstByte: byte, firstLine: bad.line, nextByte, nextLine: line, bad };
  }

  function cut(buffer: Buffer, isEnd: boolean): CutBatch[] {
    const batches: CutBatch[] = [];
    const base = carryByte;
    let from = 0;
    if (long !== undefined) {
      const feed = buffer.indexOf(lineFeed);
      if (feed >= 0 || isEnd) {
        from = feed < 0 ? buffer.length : feed + 1;
        batches.push(endLong(long.byte, long.head, base + from));
        long = undefined;
      } else {
        from = buffer.length;
      }
    }
    while (from < buffer.length) {
      const part = cutPart(buffer, from, base, line, isEnd);
      if (part.batch !== undefined) batches.push(part.batch);
      line = part.nextLine;
      from = part.at;
      if (part.longEnd === undefined) break;
      const head = headOf(buffer, from);
      if (part.longEnd < 0) {
        long = { byte: base + from, head };
        from = buffer.length;
      } else {
        batches.push(endLong(base + from, head, base + part.longEnd));
        from = part.longEnd;
      }
    }
    carryByte = base + from;
    carry = buffer.subarray(from);
    return batches;
  }

  return {
    get carry() {
      return carry;
    },
    get lastLine() {
      return line - 1;
    },
    get fedByte() {
      return carryByte + carry.length;
    },
    cut,
  };
}

interface Part {
  readonly batch: CutBatch | undefined;
  readonly nextLine: number;
  /** Where cutting stopped: the start of an unfinished or of a long line, or the end. */
  readonly at: number;
  /** Set when a long line begins at `at`: where the next line begins, -1 when its end is not in the buffer. */
  readonly longEnd: number | undefined;
}

function cutPart(buffer: Buffer, from: number, base: number, fromLine: number, isEnd: boolean): Part {
  let room = Math.max(64, (buffer.length - from) >> 7);
  let starts = new Int32Array(room);
  let ends = new Int32Array(room);
  let lineNumbers = new Float64Array(room);
  let count = 0;
  let line = fromLine;
  let at = from;
  let longEnd: number | undefined;
  while (at < buffer.length) {
    const feed = buffer.indexOf(lineFeed, at);
    if (feed < 0 && !isEnd) {
      if (buffer.length - at > sampleLimits.lineBytes + 1) longEnd = -1;
      break;
    }
    const next = feed < 0 ? buffer.length : feed + 1;
    let end = feed < 0 ? buffer.length : feed;
    if (end > at && buffer[end - 1] === carriageReturn) end -= 1;
    const start = base + at === 0 && hasByteOrderMark(buffer) ? 3 : at;
    if (end - start > sampleLimits.lineBytes) {
      longEnd = next;
      break;
    }
    if (end > start) {
      if (count === room) {
        room *= 2;
        starts = grow(starts, new Int32Array(room));
        ends = grow(ends, new Int32Array(room));
        lineNumbers = grow(lineNumbers, new Float64Array(room));
      }
      starts[count] = start - from;
      ends[count] = end - from;
      lineNumbers[count] = line;
      count += 1;
    }
    line += 1;
    at = next;
  }
  if (at === from) return { batch: undefined, nextLine: line, at, longEnd };
  const bytes = buffer.subarray(from, at);
  const place = { firstByte: base + from, firstLine: fromLine, nextByte: base + at, nextLine: line };
  const batch = { bytes, starts, ends, lineNumbers, count, ...place, bad: undefined };
  return { batch, nextLine: line, at, longEnd };
}

function grow<Numbers extends Int32Array | Float64Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

function hasByteOrderMark(buffer: Buffer): boolean {
  return buffer.length >= 3 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;
}

const noLines = {
  bytes: Buffer.alloc(0),
  starts: new Int32Array(0),
  ends: new Int32Array(0),
  lineNumbers: new Float64Array(0),
  count: 0,
};

function headOf(buffer: Buffer, start: number): string {
  return buffer.toString('utf8', start, Math.min(buffer.length, start + excerptReach * 4));
}

function tooLong(line: number, head: string): BadLine {
  return {
    kind: 'bad',
    line,
    reason: 'line_too_long',
    text: 'The line is over 1 MiB.',
    excerpt: excerptOf(head, longExcerptLength),
    source: undefined,
    arrived: undefined,
  };
}
