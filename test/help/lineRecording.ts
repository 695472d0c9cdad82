import type { LineBatch } from '../../electron/engine/source/lineBatch.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';

/** A recording that was never on disk, in batches of so many lines. */
export function recordingOfLines(lines: readonly string[], linesPerBatch = 1000): Recording {
  const bytesTotal = Buffer.byteLength(lines.join('\n')) + 1;
  return {
    path: 'memory.ndjson',
    compression: 'none',
    bytesTotal,
    async *batches() {
      let firstByte = 0;
      for (let first = 0; first < lines.length; first += linesPerBatch) {
        const batch = batchOf(lines.slice(first, first + linesPerBatch), firstByte, first + 1, bytesTotal);
        firstByte = batch.nextByte;
        await Promise.resolve();
        yield batch;
      }
    },
  };
}

/** Whole lines, the first of which is line `firstLine` of the recording. */
export function batchOf(lines: readonly string[], firstByte: number, firstLine: number, bytesTotal: number): LineBatch {
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const starts = new Int32Array(lines.length);
  const ends = new Int32Array(lines.length);
  let start = 0;
  lines.forEach((line, index) => {
    starts[index] = start;
    ends[index] = start + Buffer.byteLength(line);
    start = (ends[index] ?? 0) + 1;
  });
  return {
    bytes,
    starts,
    ends,
    lineNumbers: Float64Array.from(lines, (_, index) => firstLine + index),
    count: lines.length,
    firstByte,
    firstLine,
    nextByte: firstByte + bytes.length,
    nextLine: firstLine + lines.length,
    bad: undefined,
    bytesRead: firstByte + bytes.length,
    bytesTotal,
  };
}
