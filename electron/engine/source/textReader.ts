import type { FileHandle } from 'node:fs/promises';
import { decompress, StreamTrouble } from './decompress.ts';
import type { Compression } from './fileLook.ts';

export const batchBytes = 512 * 1024;

/** Fills buffers with text, from one offset on. */
export interface TextReader {
  readonly bytesRead: number;
  /** Reads into `buffer` from `at` on, as far as there is text; 0 only at the end. */
  fill(buffer: Buffer, at: number): Promise<number>;
  close(): Promise<void>;
}

export function readPlain(handle: FileHandle, fromByte: number): TextReader {
  let position = fromByte;
  return {
    get bytesRead() {
      return position;
    },
    async fill(buffer, at) {
      const { bytesRead } = await handle.read(buffer, at, buffer.length - at, position);
      position += bytesRead;
      return bytesRead;
    },
    close: () => Promise.resolve(),
  };
}

/** `look` sees the first piece of text and may refuse it. */
export function readCompressed(
  handle: FileHandle,
  compression: Exclude<Compression, 'none'>,
  look: (head: Buffer) => void,
): TextReader {
  const text = decompress(handle, compression);
  let piece: Buffer = Buffer.alloc(0);
  let isFirst = true;
  let trouble: Error | undefined;
  return {
    get bytesRead() {
      return text.bytesRead;
    },
    async fill(buffer, at) {
      let filled = at;
      while (filled < buffer.length && trouble === undefined) {
        if (piece.length === 0) {
          try {
            const next = await text.pieces.next();
            if (next.done === true) break;
            piece = next.value;
            if (isFirst) look(piece);
            isFirst = false;
          } catch (error) {
            trouble = error instanceof Error ? error : new Error(String(error));
            break;
          }
        }
        const taken = piece.copy(buffer, filled);
        filled += taken;
        piece = piece.subarray(taken);
      }
      if (filled === at && trouble !== undefined) throw trouble;
      return filled - at;
    },
    async close() {
      await text.pieces.return();
    },
  };
}

/** Passes over text that has been read before; less of it than was read says that the file is another one. */
export async function skipText(reader: TextReader, bytes: number): Promise<void> {
  const scrap = Buffer.allocUnsafeSlow(batchBytes);
  for (let left = bytes; left > 0;) {
    const passed = await reader.fill(scrap.subarray(0, Math.min(left, scrap.length)), 0);
    if (passed === 0) throw new StreamTrouble('truncated', 'is shorter than what was read of it before');
    left -= passed;
  }
}
