import { holdsCardNumber } from '../../shared/base/cardNumber.ts';
import type { RawLines } from '../../shared/model/session.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import type { LineBatch } from './source/lineBatch.ts';

const lineFeed = Buffer.from('\n');

/**
 * The lines that are not sealed yet, as they arrived, without copying them: pieces of the batches they came in. A line
 * that must not be kept (it holds a card number) or never was (it is too long) is replaced by one that says so.
 */
export class PendingLines {
  /** Number of the first pending line. */
  first: number;
  count = 0;
  bytes = 0;
  private pieces: Buffer[] = [];

  constructor(first: number) {
    this.first = first;
  }

  /** Line `index` of the batch, with its line end and the empty lines before it. */
  add(batch: LineBatch, index: number): void {
    const number = batch.lineNumbers[index] ?? this.next;
    this.fill(number);
    const start = batch.starts[index] ?? 0;
    const end = batch.ends[index] ?? 0;
    const withEnd = batch.bytes[end] === 0x0d ? end + 2 : end + 1;
    if (withEnd > batch.bytes.length) {
      this.push(batch.bytes.subarray(start, end), 0);
      this.push(lineFeed, 1);
    } else this.push(batch.bytes.subarray(start, withEnd), 1);
  }

  replace(bad: BadLine): void {
    this.fill(bad.line);
    this.push(standIn(bad), 1);
  }

  /** One stored line, without its line feed. */
  addStored(line: number, bytes: Uint8Array): void {
    this.fill(line);
    this.push(Buffer.from(bytes), 0);
    this.push(lineFeed, 1);
  }

  /** The number that the next line has if none is empty. */
  get next(): number {
    return this.first + this.count;
  }

  /** The pending lines from number `from` on. */
  lines(from = this.first): RawLines {
    if (from === this.first) return { first: this.first, count: this.count, bytes: this.pieces };
    const text = Buffer.concat(this.pieces);
    let at = 0;
    for (let skipped = this.first; skipped < from; skipped += 1) at = text.indexOf(0x0a, at) + 1;
    return { first: from, count: this.next - from, bytes: [text.subarray(at)] };
  }

  /** Everything was sealed. */
  clear(): void {
    this.first = this.next;
    this.count = 0;
    this.bytes = 0;
    this.pieces = [];
  }

  /** Empty lines count, and are kept. */
  private fill(number: number): void {
    while (this.next < number) this.push(lineFeed, 1);
  }

  /** Pieces that lie next to each other in one batch are one piece. */
  private push(piece: Buffer, lines: 0 | 1): void {
    const last = this.pieces.at(-1);
    this.count += lines;
    this.bytes += piece.length;
    if (last !== undefined && last.buffer === piece.buffer && last.byteOffset + last.length === piece.byteOffset) {
      this.pieces[this.pieces.length - 1] = Buffer.from(last.buffer, last.byteOffset, last.length + piece.length);
    } else this.pieces.push(piece);
  }
}

/** What the session keeps of a line that it may not keep: that there was one, from whom, and why it is gone. */
export function standIn(bad: BadLine): Buffer {
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
