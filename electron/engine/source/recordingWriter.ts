import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip, createZstdCompress } from 'node:zlib';

/** Why a recording could not be written. The message is one sentence that says what to do. */
export class RecordingWriteError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'RecordingWriteError';
  }
}

/**
 * Writes a recording, compressed as its name ends (`.zst`, `.gz`, or not at all). Blocks are whole lines. It is written
 * beside its place as `<path>.part`, flushed, and takes its name when it is whole; until then, and when the signal ends
 * it or something fails, a file that was there before is left as it was and the part is gone.
 *
 * Blocks are taken as fast as the disk takes them, so memory does not grow. Throws `RecordingWriteError`, and the
 * signal's reason when it was aborted.
 */
export async function writeRecording(
  path: string,
  blocks: Iterable<string> | AsyncIterable<Uint8Array>,
  signal?: AbortSignal,
): Promise<void> {
  const before = await stat(path).catch(() => undefined);
  if (before !== undefined && !before.isFile()) {
    throw new RecordingWriteError(`${path} is not a file: name another place to write to.`);
  }
  const part = `${path}.part`;
  try {
    const file = createWriteStream(part, { flush: true });
    const options = signal === undefined ? {} : { signal };
    const compressor = toCompressor(path);
    if (compressor === undefined) await pipeline(toBytes(blocks), file, options);
    else await pipeline(toBytes(blocks), compressor, file, options);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    signal?.throwIfAborted();
    throw new RecordingWriteError(
      `${path} could not be written (${wordsOf(error)}): check the folder and the space.`,
      error,
    );
  }
}

async function* toBytes(blocks: Iterable<string> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const block of blocks) yield typeof block === 'string' ? Buffer.from(block, 'utf8') : block;
}

function toCompressor(path: string) {
  if (path.endsWith('.zst')) return createZstdCompress();
  return path.endsWith('.gz') ? createGzip() : undefined;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}
