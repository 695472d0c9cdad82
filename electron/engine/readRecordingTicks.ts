import type { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import type { IngestCounters } from '../../shared/model/ingestCounters.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import { createDecoder } from './ingest/decoder.ts';
import { Ingest } from './ingest/ingest.ts';
import { SequenceBook } from './ingest/sequenceBook.ts';
import { createSeriesTable } from './ingest/seriesTable.ts';
import { assertMostlyGood } from './ingest/unfitRecording.ts';
import type { Recording } from './source/recording.ts';

export interface ReadOptions {
  readonly onProgress?: (progress: { lines: number; bytesRead: number; bytesTotal: number }) => void;
  readonly onQuarantine?: (bad: BadLine) => void;
  readonly signal?: AbortSignal;
}

/** What a recording was found to hold. */
export interface ReadRecording {
  readonly counters: IngestCounters;
  readonly gaps: readonly { source: string; epoch: string; from: number; to: number }[];
  readonly ticks: { first: number; last: number; count: number } | undefined;
}

/**
 * Reads a recording once and hands over every second of it, for the time of the call; samples older than `longestWindowS`
 * are too late.
 */
export async function readRecordingTicks(
  recording: Recording,
  gatherer: TickGatherer,
  longestWindowS: number,
  onTick: (input: TickInput) => void,
  options: ReadOptions,
): Promise<ReadRecording> {
  const sequences = new SequenceBook();
  let ticks: ReadRecording['ticks'];
  const ingest = new Ingest(gatherer, sequences, longestWindowS, {
    onTick(tick) {
      onTick(gatherer.take(tick));
      ticks = { first: ticks?.first ?? tick, last: tick, count: (ticks?.count ?? 0) + 1 };
    },
    onQuarantine(bad) {
      options.onQuarantine?.(bad);
    },
  });
  const decoder = createDecoder(createSeriesTable(), { reuse: true });
  for await (const batch of recording.batches({
    reuse: true,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })) {
    if (batch.bad !== undefined) ingest.takeBad(batch.bad);
    for (let index = 0; index < batch.count; index += 1) {
      const line = batch.lineNumbers[index] ?? 0;
      const decoded = decoder.decodeLine(batch.bytes, batch.starts[index] ?? 0, batch.ends[index] ?? 0, line);
      if (decoded.kind === 'bad') ingest.takeBad(decoded);
      else ingest.take(decoded, line);
    }
    assertMostlyGood(ingest.counters, recording.path, false);
    const { bytesRead, bytesTotal } = batch;
    options.onProgress?.({ lines: ingest.counters.lines, bytesRead, bytesTotal });
  }
  ingest.finish();
  assertMostlyGood(ingest.counters, recording.path, true);
  return { counters: ingest.counters, gaps: sequences.gaps(), ticks };
}
