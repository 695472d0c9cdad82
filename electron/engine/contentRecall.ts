import { type ContentHash, hashContent } from './ingest/contentHash.ts';
import { createDecoder, type Decoder } from './ingest/decoder.ts';
import type { FreshRange } from './ingest/sequenceBook.ts';
import type { SeriesTable } from './ingest/seriesTable.ts';
import type { Session } from './store/session.ts';

/** Chunks whose content is kept at hand: resent lines come in the order in which they came first. */
const keptChunks = 16;

interface ChunkStreams {
  readonly firstLine: number;
  readonly lines: number;
  readonly fresh: readonly FreshRange[];
}

/**
 * What a stream said under a number long ago, found again in the session's own chunks: so a line that is sent twice is
 * told from one that contradicts the first, however much time lies between, without keeping it all in memory.
 */
export class ContentRecall {
  private readonly session: Session;
  private readonly decoder: Decoder;
  private readonly chunks: ChunkStreams[] = [];
  /** First content by stream and number, of the chunks that were read last. */
  private readonly read = new Map<number, Map<string, ContentHash>>();

  constructor(session: Session, series: SeriesTable) {
    this.session = session;
    this.decoder = createDecoder(series);
  }

  /** A chunk was sealed, or is found in the session. */
  note(firstLine: number, lines: number, fresh: readonly FreshRange[]): void {
    this.chunks.push({ firstLine, lines, fresh });
  }

  find(source: string, epoch: string, seq: number): ContentHash | undefined {
    return this.findFirst(source, epoch, seq)?.content;
  }

  /** First line of the chunk in which this number came first; undefined while no sealed chunk has it. */
  chunkOf(source: string, epoch: string, seq: number): number | undefined {
    return this.findFirst(source, epoch, seq)?.firstLine;
  }

  private findFirst(
    source: string,
    epoch: string,
    seq: number,
  ): { readonly firstLine: number; readonly content: ContentHash } | undefined {
    for (const chunk of this.chunks) {
      const mayHold = chunk.fresh.some(
        (range) => range.source === source && range.epoch === epoch && range.least <= seq && seq <= range.greatest,
      );
      const content = mayHold ? this.contentOf(chunk).get(keyOf(source, epoch, seq)) : undefined;
      if (content !== undefined) return { firstLine: chunk.firstLine, content };
    }
    return undefined;
  }

  private contentOf(chunk: ChunkStreams): Map<string, ContentHash> {
    const kept = this.read.get(chunk.firstLine);
    if (kept !== undefined) return kept;
    const content = new Map<string, ContentHash>();
    for (const { line, bytes } of this.session.readLines(chunk.firstLine)) {
      if (line >= chunk.firstLine + chunk.lines) break;
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const decoded = this.decoder.decodeLine(buffer, 0, buffer.length, line);
      if (decoded.kind === 'bad' || decoded.kind === 'mark' || decoded.seq < 0) continue;
      const key = keyOf(decoded.source, decoded.epoch, decoded.seq);
      if (content.has(key)) continue;
      const hash = { a: 0, b: 0 };
      hashContent(decoded, hash);
      content.set(key, hash);
    }
    this.read.set(chunk.firstLine, content);
    const oldest = this.read.keys().next().value;
    if (this.read.size > keptChunks && oldest !== undefined) this.read.delete(oldest);
    return content;
  }
}

function keyOf(source: string, epoch: string, seq: number): string {
  return `${source}\n${epoch}\n${seq}`;
}
