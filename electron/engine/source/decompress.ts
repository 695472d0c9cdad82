import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { constants, createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';
import { isSkippableFrame, zstdMagic, type Compression } from './fileLook.ts';

/** Text is refused as a bomb beyond this ratio, once there is more of it than a small file may well repeat itself. */
const bombRatio = 1_000;
const bombAfterBytes = 64 * 1_048_576;

/** The largest window that a zstd file may ask memory for, 32 MiB: four times what `zstd -19` asks for. */
const maxWindowLog = 25;
const textChunkBytes = 256 * 1024;
const fileChunkBytes = 64 * 1024;

export type StreamTroubleCode = 'truncated' | 'corrupt' | 'bomb';

/** What is wrong with a compressed stream; whoever counts lines and knows the path makes a sentence of it. */
export class StreamTrouble extends Error {
  readonly code: StreamTroubleCode;

  constructor(code: StreamTroubleCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
  }
}

export interface Decompression {
  /** Compressed bytes used so far. */
  readonly bytesRead: number;
  /** Pieces of text, made when asked for; throws `StreamTrouble` after the last piece before the trouble. */
  readonly pieces: AsyncGenerator<Buffer, void, undefined>;
}

/**
 * Decompresses a whole file: gzip with all its members, zstd with all its frames. Node's own zstd stream ends silently
 * after the first frame, whatever follows it, so frames are opened one by one here and nothing is left unread.
 */
export function decompress(handle: FileHandle, compression: Exclude<Compression, 'none'>): Decompression {
  let doneBytes = 0;
  let stream: Gunzip | ZstdDecompress | undefined;
  const bytesRead = (): number => doneBytes + (stream?.bytesWritten ?? 0);

  async function* pieces(): AsyncGenerator<Buffer, void, undefined> {
    let textBytes = 0;
    for (;;) {
      const frameStart = compression === 'zstd' ? await findFrame(handle, doneBytes) : doneBytes;
      if (frameStart === undefined) return;
      doneBytes = frameStart;
      stream = openStream(compression);
      for await (const piece of inflate(handle, frameStart, stream)) {
        textBytes += piece.length;
        if (textBytes > bombAfterBytes && textBytes > bombRatio * bytesRead()) {
          throw new StreamTrouble('bomb', `unpacks to more than ${bombRatio} times its size`);
        }
        yield piece;
      }
      if (compression === 'gzip') return;
      doneBytes = bytesRead();
      stream = undefined;
    }
  }

  return {
    get bytesRead() {
      return bytesRead();
    },
    pieces: pieces(),
  };
}

function openStream(compression: Exclude<Compression, 'none'>): Gunzip | ZstdDecompress {
  if (compression === 'gzip') return createGunzip({ chunkSize: textChunkBytes });
  return createZstdDecompress({
    chunkSize: textChunkBytes,
    params: { [constants.ZSTD_d_windowLogMax]: maxWindowLog },
  });
}

/** Where the next frame with text begins at or after `from`; undefined at the end of the file. */
async function findFrame(handle: FileHandle, from: number): Promise<number | undefined> {
  const head = Buffer.alloc(8);
  for (let at = from; ;) {
    const { bytesRead } = await handle.read(head, 0, head.length, at);
    if (bytesRead === 0) return undefined;
    if (bytesRead < 4) throw new StreamTrouble('truncated', 'breaks off');
    if (head.readUInt32LE(0) === zstdMagic) return at;
    if (!isSkippableFrame(head)) throw new StreamTrouble('corrupt', 'holds something that is not zstd');
    if (bytesRead < 8) throw new StreamTrouble('truncated', 'breaks off');
    at += 8 + head.readUInt32LE(4);
  }
}

/** Text of one stream as it is asked for. What was made before an error can still be read after it, so it comes first. */
async function* inflate(
  handle: FileHandle,
  start: number,
  stream: Gunzip | ZstdDecompress,
): AsyncGenerator<Buffer, void, undefined> {
  const file = Readable.from(chunksOf(handle, start), { objectMode: false });
  let failure: Error | undefined;
  let isOver = false;
  let wake: (() => void) | undefined;
  const settle = (): void => wake?.();
  stream.on('readable', settle);
  stream.on('end', () => {
    isOver = true;
    settle();
  });
  stream.on('error', (error) => {
    failure = error;
    settle();
  });
  file.on('error', (error) => stream.destroy(error));
  file.pipe(stream);

  try {
    for (;;) {
      const piece = readPiece(stream);
      if (piece !== undefined) yield piece;
      else if (failure !== undefined) throw toTrouble(failure);
      else if (isOver) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    file.unpipe(stream);
    file.destroy();
    stream.destroy();
  }
}

/** A read stream of the handle would close it. */
async function* chunksOf(handle: FileHandle, start: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = start; ;) {
    const buffer = Buffer.allocUnsafeSlow(fileChunkBytes);
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function readPiece(stream: Gunzip | ZstdDecompress): Buffer | undefined {
  const piece: unknown = stream.read();
  return Buffer.isBuffer(piece) ? piece : undefined;
}

/** Errors of the file system stay what they are. */
function toTrouble(error: Error): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new StreamTrouble('truncated', 'breaks off', error);
  if (code === 'ZSTD_error_frameParameter_windowTooLarge') {
    return new StreamTrouble('bomb', 'asks for more than 32 MiB of memory to unpack', error);
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD_')) return new StreamTrouble('corrupt', 'is damaged', error);
  return error;
}
