import type { JsonValue } from '../../shared/model/arrival.ts';
import type { StoredLine } from '../../shared/model/session.ts';
import { listSeries } from './answerSeries.ts';
import type { Engine } from './engineDoor.ts';
import type { IngestPosition } from './ingest/ingest.ts';
import { createDecoder } from './ingest/decoder.ts';
import { createSeriesTable } from './ingest/seriesTable.ts';
import { type FoundSample, findSamples, type SampleArrival, type TakenLines } from './sampleLines.ts';

export interface SampleQuery {
  readonly series: ReadonlySet<number>;
  readonly fromBucket: number;
  /** Not included. */
  readonly toBucket: number;
  readonly upToTick: number;
  readonly afterLine: number;
  readonly most: number;
}

/**
 * The first samples after a line, in the order in which they came. Lines are looked through chunk by chunk where something
 * was counted; what was resent much later, or came too late for any value, lies elsewhere.
 */
export async function readSamples(engine: Engine, query: SampleQuery): Promise<FoundSample[]> {
  const { series, fromBucket, toBucket, upToTick, afterLine, most } = query;
  const table = createSeriesTable();
  table.load(listSeries(engine));
  const decoder = createDecoder(table);
  const isWanted = ({ series: { id }, t }: SampleArrival): boolean =>
    series.has(id) && t >= fromBucket * 1000 && t < toBucket * 1000;
  const found: FoundSample[] = [];
  const take = (taken: TakenLines): void => {
    for (const sample of findSamples(decoder, taken, { isWanted, upToTick })) {
      if (sample.line > afterLine) found.push(sample);
      if (found.length >= most) return;
    }
  };
  const { session, past } = engine;
  // While others run a chunk may be sealed.
  for (let done = afterLine, sealedLine = -1; sealedLine !== session.readDurable().sealedLine; done = sealedLine) {
    sealedLine = session.readDurable().sealedLine;
    const span = { series, fromBucket, toBucket: toBucket - 1, upToTick, afterLine: Math.max(done, afterLine) };
    for (const chunk of session.findChunks(span)) {
      take(sealedLines(engine, chunk));
      if (found.length >= most) return found;
      await past.rest();
    }
  }
  take(openLines(engine));
  return found;
}

/** What a chunk's position says of ingest. */
function ingestOf(position: JsonValue | undefined): IngestPosition | undefined {
  return (position as { readonly ingest: IngestPosition } | undefined)?.ingest;
}

interface Sealed {
  readonly firstLine: number;
  readonly lines: number;
  readonly position: JsonValue;
  readonly before: JsonValue | undefined;
}

function sealedLines({ session, past }: Engine, { firstLine, lines, position, before }: Sealed): TakenLines {
  const was = ingestOf(before);
  const hasTwice = ingestOf(position)?.counters.duplicates !== (was?.counters.duplicates ?? 0);
  return {
    lines: upTo(session.readLines(firstLine), firstLine + lines),
    arrivedAt: was?.arrivedAt ?? -Infinity,
    quarantined: session.readQuarantinedLines(firstLine, firstLine + lines - 1),
    longestWindowS: past.newestJudge.longestWindowS,
    hasComeBefore: (...stream) => hasTwice && (past.chunkOf(...stream) ?? firstLine) < firstLine,
  };
}

/** Lines since the last seal. */
function openLines(engine: Engine): TakenLines {
  const { session, past } = engine;
  const chunk = past.openChunk();
  const was = ingestOf(session.readDurable().position);
  const hasTwice = engine.state().counters.duplicates !== (was?.counters.duplicates ?? 0);
  const { first, bytes } = chunk.lines();
  return {
    lines: split(Buffer.concat(bytes), first),
    arrivedAt: was?.arrivedAt ?? -Infinity,
    quarantined: new Set(chunk.quarantine.map(({ line }) => line)),
    longestWindowS: past.newestJudge.longestWindowS,
    hasComeBefore: (...stream) => hasTwice && past.chunkOf(...stream) !== undefined,
  };
}

function* upTo(lines: Iterable<StoredLine>, end: number): Generator<StoredLine> {
  for (const one of lines) {
    if (one.line >= end) return;
    yield one;
  }
}

function* split(bytes: Buffer, first: number): Generator<StoredLine> {
  for (let start = 0, line = first; start < bytes.length; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    yield { line, bytes: bytes.subarray(start, end) };
    start = end + 1;
  }
}
