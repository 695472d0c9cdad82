export type Compression = 'none' | 'gzip' | 'zstd';

/** How many first bytes `strangerOf` wants: the mark of a tar archive stands at 257. */
export const lookBytes = 264;

export const zstdMagic = 0xfd2fb528;

/** By the first bytes; what the file is called says nothing. */
export function compressionOf(head: Buffer): Compression {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.length >= 4 && (head.readUInt32LE(0) === zstdMagic || isSkippableFrame(head))) return 'zstd';
  return 'none';
}

/** A part of a zstd file that holds no text: eight bytes of header, the last four its length. */
export function isSkippableFrame(head: Buffer): boolean {
  return head.length >= 4 && (head.readUInt32LE(0) & 0xfffffff0) >>> 0 === 0x184d2a50;
}

interface Stranger {
  readonly magic: readonly number[];
  readonly at?: number;
  /** "looks like ...": what it is, and what to do. */
  readonly words: string;
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const asNdjson = 'give NDJSON, plain or as .gz or .zst';
const asUtf8 = 'write it as UTF-8';

const strangers: readonly Stranger[] = [
  { magic: [0xff, 0xfe, 0, 0], words: `UTF-32 text: ${asUtf8}` },
  { magic: [0, 0, 0xfe, 0xff], words: `UTF-32 text: ${asUtf8}` },
  { magic: [0xff, 0xfe], words: `UTF-16 text: ${asUtf8}` },
  { magic: [0xfe, 0xff], words: `UTF-16 text: ${asUtf8}` },
  { magic: [0x7b, 0], words: `UTF-16 text: ${asUtf8}` },
  { magic: [0, 0x7b], words: `UTF-16 text: ${asUtf8}` },
  { magic: [0x50, 0x4b, 3, 4], words: `a zip archive: unpack it and ${asNdjson}` },
  { magic: [0x50, 0x4b, 5, 6], words: `a zip archive: unpack it and ${asNdjson}` },
  { magic: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], words: `a 7z archive: unpack it and ${asNdjson}` },
  { magic: ascii('ustar'), at: 257, words: `a tar archive: unpack it and ${asNdjson}` },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], words: `xz: unpack it and ${asNdjson}` },
  { magic: ascii('BZh'), words: `bzip2: unpack it and ${asNdjson}` },
  { magic: [0x04, 0x22, 0x4d, 0x18], words: `lz4: unpack it and ${asNdjson}` },
  { magic: ascii('SQLite format 3\0'), words: 'an SQLite database: if it is a session, open it as one' },
  { magic: [0x89, 0x50, 0x4e, 0x47], words: `a PNG picture: ${asNdjson}` },
  { magic: [0xff, 0xd8, 0xff], words: `a JPEG picture: ${asNdjson}` },
  { magic: ascii('%PDF'), words: `a PDF document: ${asNdjson}` },
  { magic: ascii('PAR1'), words: `a Parquet file: export it as NDJSON` },
  { magic: [0x7f, 0x45, 0x4c, 0x46], words: `a program: ${asNdjson}` },
  { magic: ascii('<?xml'), words: `XML: ${asNdjson}` },
  { magic: ascii('<!DOCTYPE'), words: `a web page: download the file itself` },
  { magic: ascii('<html'), words: `a web page: download the file itself` },
  { magic: [0x1f, 0x8b], words: `gzip inside a compressed file: unpack it once` },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], words: `zstd inside a compressed file: unpack it once` },
];

/** What the (decompressed) text is when it is plainly no telemetry, in words that end a sentence. */
export function strangerOf(text: Buffer): string | undefined {
  return strangers.find(({ magic, at = 0 }) => magic.every((byte, place) => text[at + place] === byte))?.words;
}
