import { createLineCutter } from '../../electron/engine/source/cutLines.ts';
import type { Recording } from '../../electron/engine/source/recording.ts';
import type { SeededRandom } from './seededRandom.ts';

/** A recording that never was a file, read in pieces of any size. */
export function openMemoryRecording(bytes: Buffer, random: SeededRandom): Recording {
  const bytesTotal = bytes.length;
  return {
    path: 'stream',
    compression: 'none',
    bytesTotal,
    async *batches({ fromByte = 0, fromLine = 1 } = {}) {
      const cutter = createLineCutter(fromByte, fromLine);
      const mostBytes = random.pick([60, 1000, 20_000, 10_000_000]);
      for (let at = fromByte; at < bytesTotal;) {
        const next = Math.min(bytesTotal, at + random.between(1, mostBytes));
        const isEnd = next === bytesTotal;
        const text = Buffer.concat([cutter.carry, bytes.subarray(at, next)]);
        for (const batch of cutter.cut(text, isEnd)) yield { ...batch, bytesRead: next, bytesTotal };
        at = next;
      }
    },
  };
}
