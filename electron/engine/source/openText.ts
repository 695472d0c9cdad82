import { StreamTrouble } from './decompress.ts';
import { openFile, refuseStranger } from './openFile.ts';
import { RecordingError, toRecordingError } from './recordingError.ts';
import { batchBytes, readCompressed, readPlain } from './textReader.ts';

/** Somebody else's file: opened (looked at and found readable), not held open. */
export interface TextFile {
  readonly path: string;
  readonly bytesTotal: number;
  readonly modifiedMs: number;
  /** Its text from the beginning, a piece when asked for. Bytes that are no UTF-8 come as U+FFFD. */
  pieces(signal?: AbortSignal): AsyncGenerator<{ readonly text: string; readonly bytesRead: number }, void, undefined>;
}

/** Opens a file of text, plain or as `.gz` or `.zst`, whatever its lines are. Throws `RecordingError`. */
export async function openText(path: string): Promise<TextFile> {
  const { handle, size, modifiedMs } = await openFile(path);
  await handle.close();
  return { path, bytesTotal: size, modifiedMs, pieces: (signal) => readPieces(path, signal) };
}

async function* readPieces(path: string, signal: AbortSignal | undefined): ReturnType<TextFile['pieces']> {
  const { handle, compression, size } = await openFile(path);
  const reader =
    compression === 'none'
      ? readPlain(handle, 0)
      : readCompressed(handle, compression, (head) => refuseStranger(path, head));
  const decoder = new TextDecoder();
  const buffer = Buffer.allocUnsafeSlow(batchBytes / 2);
  try {
    for (;;) {
      const added = await reader.fill(buffer, 0);
      if (signal?.aborted === true) return;
      const text = decoder.decode(buffer.subarray(0, added), { stream: added > 0 });
      if (text !== '') yield { text, bytesRead: Math.min(reader.bytesRead, size) };
      if (added === 0) return;
    }
  } catch (error) {
    if (!(error instanceof StreamTrouble)) throw toRecordingError(error, path);
    throw new RecordingError(error.code, `${path} ${error.message}: pack it again, or copy it again.`, 0, error);
  } finally {
    await reader.close();
    await handle.close();
  }
}
