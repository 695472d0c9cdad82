import type { BadLine } from '../../../shared/model/badLine.ts';

/**
 * Some whole lines of a recording, without copying them apart: line `i` is `bytes[starts[i] .. ends[i])`, without its
 * line end. Empty lines are left out, but they count in `lineNumbers`.
 *
 * A reader that stops after line `i` resumes at byte `firstByte + starts[i + 1]` and line `lineNumbers[i + 1]`, or at
 * `nextByte` and `nextLine` after the last. The arrays may be longer than `count`; a batch is never changed once yielded,
 * unless its reader asked for `reuse`.
 */
export interface LineBatch {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1-based number of each line in the recording. */
  readonly lineNumbers: Float64Array;
  readonly count: number;
  /** Offset of `bytes[0]` in the decompressed text, and the number of the line that begins there. */
  readonly firstByte: number;
  readonly firstLine: number;
  /** Where reading goes on after this batch. */
  readonly nextByte: number;
  readonly nextLine: number;
  /** A line over 1 MiB, which was never held in memory. It comes in a batch of its own, in its place, with `count` 0. */
  readonly bad: BadLine | undefined;
  /** Progress through the file as it lies on disk. */
  readonly bytesRead: number;
  readonly bytesTotal: number;
}
