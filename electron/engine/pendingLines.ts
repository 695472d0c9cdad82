import { holdsCardNumber } from '../../shared/base/cardNumber.ts';
import type { RawLines } from '../../shared/model/session.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import type { LineBatch } from './source/lineBatch.ts';

const lineFeed = Buffer.from('\n');

/** Room that is kept from one chunk to the next. */
const roomBytes = 4 * 2 ** 20;

/**
 * The lines that are not sealed yet, as they arrived. A line that must not be kept (it holds a card number) or never was
 * (it is too long) is replaced by one that says so.
 *
 * Lines that lie next to each other in a batch are copied together, the last of them with the last line of the batch, so
 * that its bytes are not needed afterwards.
 */
export class PendingLines {
  /** Number of the first pending line. */
  first: number;
  count = 0;
  bytes = 0;
  private text = Buffer.allocUnsafeSlow(roomBytes);
  /** How much of `text` is filled. What `bytes` has beyond it still lies in `from`, at `fromStart .. fromEnd`. */
  private filled = 0;
  private from: Buffer = lineFeed;
  private fromStart = 0;
  private fromEnd = 0;

  constructor(first: number) {
    this.first = first;
  }

  /** Line `index` of the batch, with its line end and the empty lines before it. */
  add(batch: LineBatch, index: number): void {
    const { bytes } = batch;
    this.fill(batch.lineNumbers[index] ?? this.next);
    const start = batch.starts[index] ?? 0;
    const end = batch.ends[index] ?? 0;
    const withEnd = bytes[end] === 0x0d ? end + 2 : end + 1;
    this.push(bytes, start, Math.min(withEnd, bytes.length));
    if (withEnd > bytes.length) this.push(lineFeed, 0, 1);
    this.count += 1;
    if (index + 1 >= batch.count) this.settle();
  }

  replace(bad: BadLine): void {
    this.fill(bad.line);
    this.append(standIn(bad));
    this.count += 1;
  }

  /** One stored line, without its line feed. */
  addStored(line: number, bytes: Uint8Array): void {
    this.fill(line);
    this.append(bytes);
    this.append(lineFeed);
    this.count += 1;
  }

  /** The number that the next line has if none is empty. */
  get next(): number {
    return this.first + this.count;
  }

  /** The pending lines from number `from` on, until more are added. */
  lines(from = this.first): RawLines {
    this.settle();
    const text = this.text.subarray(0, this.filled);
    let at = 0;
    for (let skipped = this.first; skipped < from; skipped += 1) at = text.indexOf(0x0a, at) + 1;
    return { first: from, count: this.next - from, bytes: text.length === at ? [] : [text.subarray(at)] };
  }

  /** Everything was sealed. */
  clear(): void {
    this.settle();
    this.first = this.next;
    this.count = 0;
    this.bytes = 0;
    this.filled = 0;
    if (this.text.length > roomBytes) this.text = Buffer.allocUnsafeSlow(roomBytes);
  }

  /** Empty lines count, and are kept. */
  private fill(number: number): void {
    while (this.next < number) {
      this.append(lineFeed);
      this.count += 1;
    }
  }

  private append(bytes: Uint8Array): void {
    this.settle();
    this.bytes += bytes.length;
    this.copy(bytes);
  }

  private push(bytes: Buffer, start: number, end: number): void {
    this.bytes += end - start;
    if (bytes !== this.from || start !== this.fromEnd) {
      this.settle();
      this.from = bytes;
      this.fromStart = start;
    }
    this.fromEnd = end;
  }

  /** Copies what still lies in a batch. */
  private settle(): void {
    if (this.fromEnd > this.fromStart) this.copy(this.from.subarray(this.fromStart, this.fromEnd));
    this.from = lineFeed;
    this.fromStart = 0;
    this.fromEnd = 0;
  }

  private copy(bytes: Uint8Array): void {
    const { text, filled } = this;
    if (filled + bytes.length > text.length) {
      this.text = Buffer.allocUnsafeSlow(Math.max(2 * text.length, filled + bytes.length));
      text.copy(this.text, 0, 0, filled);
    }
    this.text.set(bytes, filled);
    this.filled = filled + bytes.length;
  }
}

/** What the session keeps of a line that it may not keep: that there was one, from whom, and why it is gone. */
function standIn(bad: BadLine): Buffer {
  const { reason, source, arrived } = bad;
  return Buffer.from(`${JSON.stringify({ kind: 'quarantined', reason, source, arrived })}\n`);
}

const escape = /\\u([0-9a-fA-F]{4})/g;

/**
 * Whether a line that was set aside may not be kept as it came: it is too long, or there is a card number anywhere in its
 * bytes, whatever else is wrong with it. A long whole number may look like one; then the line is not kept either.
 */
export function mustReplace(bad: BadLine, bytes: Uint8Array): boolean {
  if (bad.reason === 'card_number' || bad.reason === 'line_too_long') return true;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const unescaped = text.replace(escape, (_all, code: string) => String.fromCharCode(parseInt(code, 16)));
  return holdsCardNumber(text) || (unescaped !== text && holdsCardNumber(unescaped));
}
