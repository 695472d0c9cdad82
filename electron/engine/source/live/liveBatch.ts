import type { StoredLine } from '../../../../shared/model/session.ts';
import type { LineBatch } from '../lineBatch.ts';

const lineFeed = 0x0a;
const joinedBytes = 2 ** 20;

/** Whole lines, each ended by a line feed, as a batch of the recording in which they are the next. */
export function toLineBatch(bytes: Buffer, firstLine: number, firstByte: number): LineBatch {
  const starts: number[] = [];
  const ends: number[] = [];
  const numbers: number[] = [];
  let line = firstLine;
  for (let at = 0; at < bytes.length; line += 1) {
    const end = bytes.indexOf(lineFeed, at);
    if (end > at) {
      starts.push(at);
      ends.push(end);
      numbers.push(line);
    }
    at = end + 1;
  }
  return {
    ...{ bytes, count: starts.length, firstByte, firstLine, bad: undefined },
    ...{ starts: Int32Array.from(starts), ends: Int32Array.from(ends), lineNumbers: Float64Array.from(numbers) },
    ...{ nextByte: firstByte + bytes.length, nextLine: line, bytesRead: 0, bytesTotal: 1 },
  };
}

/** The bytes of a batch from line `fromLine` on; undefined where it ends before. */
export function afterLine(batch: LineBatch, fromLine: number): Buffer | undefined {
  if (batch.nextLine <= fromLine) return undefined;
  const place = batch.lineNumbers.findIndex((line) => line >= fromLine);
  return place < 0 ? undefined : batch.bytes.subarray(batch.starts[place]);
}

/** Stored lines laid end to end again, some at a time. */
export function* joinLines(lines: Iterable<StoredLine>): Generator<Buffer> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  for (const { bytes } of lines) {
    pieces.push(bytes, Buffer.of(lineFeed));
    held += bytes.length + 1;
    if (held < joinedBytes) continue;
    yield Buffer.concat(pieces);
    [pieces, held] = [[], 0];
  }
  if (held > 0) yield Buffer.concat(pieces);
}
