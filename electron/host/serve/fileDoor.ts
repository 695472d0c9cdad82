import { mostFileBytes } from '../../../shared/contract/handedFile.ts';
import { type Reply, toJson, toSentence } from './reply.ts';

/** So many files may be on their way at a time: each may fill its whole size of memory. */
const mostComing = 4;
const fileName = /^[^/\\\p{Cc}]{1,255}$/u;

export interface Upload {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The SHA-256 of a file in hex, by which it is attached; undefined where nobody was there to keep it. */
type Keep = (file: Upload) => string | undefined | Promise<string | undefined>;

/** Where files come in that people hand over; the same one in front of browsers and of the desktop's page. */
export class FileDoor {
  private readonly keep: Keep;
  private coming = 0;

  constructor(keep: Keep) {
    this.keep = keep;
  }

  /** `read` is called once all else is right, and returns undefined where there are more bytes than it was told. */
  async take(name: unknown, read: (most: number) => Promise<Uint8Array | undefined>): Promise<Reply> {
    if (this.coming >= mostComing) return tooMany;
    this.coming += 1;
    try {
      return await this.receive(readName(name), read);
    } finally {
      this.coming -= 1;
    }
  }

  private async receive(
    name: string | undefined,
    read: (most: number) => Promise<Uint8Array | undefined>,
  ): Promise<Reply> {
    if (name === undefined) return unnamed;
    const bytes = await read(mostFileBytes);
    if (bytes === undefined) return tooLarge;
    const file = await this.keep({ name, bytes });
    return file === undefined ? noEngine : toJson(200, { file, bytes: bytes.length });
  }
}

const tooMany = toSentence(503, 'Other files are coming in already: hand yours over again in a moment.');
const unnamed = toSentence(400, 'Send the name of the file percent-encoded in X-File-Name, without a folder.');
const tooLarge = toSentence(413, 'A file of evidence may have 16 MiB.', { Connection: 'close' });
const noEngine = toSentence(503, 'The engine did not take the file: hand it over again when the room is back.');

function readName(header: unknown): string | undefined {
  if (typeof header !== 'string') return undefined;
  try {
    const name = decodeURIComponent(header).trim();
    return fileName.test(name) && name !== '.' && name !== '..' ? name : undefined;
  } catch {
    // A percent sign that encodes nothing.
    return undefined;
  }
}
