import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Lines: the fastest level is also smaller than the next four on telemetry (8.6 bytes a line against 9.4 at level 3). */
const lineLevel = 1;
const blockLevel = 3;

export function compressLines(bytes: Uint8Array): Buffer {
  return compress(bytes, lineLevel);
}

/** For what is packed densely already: roll-up blocks, the judge's memory. */
export function compressBlock(bytes: Uint8Array): Buffer {
  return compress(bytes, blockLevel);
}

/** `rawBytes` is what the row says that it holds: more than that is not ours, and is not unpacked. */
export function decompress(body: Uint8Array, rawBytes: number): Buffer {
  const bytes = zstdDecompressSync(body, { maxOutputLength: Math.max(rawBytes, 1) });
  if (bytes.length !== rawBytes) throw new RangeError(`The row holds ${bytes.length} bytes and says ${rawBytes}.`);
  return bytes;
}

function compress(bytes: Uint8Array, level: number): Buffer {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level } });
}
