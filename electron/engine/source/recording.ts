import type { LineBatch } from './lineBatch.ts';

export interface ReadOptions {
  /** Where to go on, in the decompressed text: a `nextByte` or the first byte of a line. 0 when absent. */
  readonly fromByte?: number;
  /** The number of the line that begins at `fromByte`. 1 when absent. */
  readonly fromLine?: number;
  /** Ends the reading between two batches, without an error. */
  readonly signal?: AbortSignal;
  /** The bytes of a batch are no longer needed when the next one is asked for, and may be overwritten then. */
  readonly reuse?: boolean;
}

/** A recording on disk: opened (looked at and found readable), not held open. */
export interface Recording {
  readonly path: string;
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Size on disk. */
  readonly bytesTotal: number;
  /**
   * Reads the lines in order, in constant memory: the next batch is read when it is asked for. Can be called again, for
   * a new reading. Throws `RecordingError`; what was read before the trouble has been yielded by then.
   */
  batches(options?: ReadOptions): AsyncGenerator<LineBatch, void, undefined>;
}
