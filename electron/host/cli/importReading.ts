import { TickGatherer } from '../../../shared/judge/tickGatherer.ts';
import type { Arrival } from '../../../shared/model/arrival.ts';
import type { BadLine } from '../../../shared/model/badLine.ts';
import type { IngestCounters } from '../../../shared/model/ingestCounters.ts';
import { createDecoder } from '../../engine/ingest/decoder.ts';
import { Ingest } from '../../engine/ingest/ingest.ts';
import { assertMostlyGood } from '../../engine/ingest/unfitRecording.ts';
import { SequenceBook } from '../../engine/ingest/sequenceBook.ts';
import { createSeriesTable } from '../../engine/ingest/seriesTable.ts';
import type { Recording } from '../../engine/source/recording.ts';
import { TelemetrySummary } from '../../import/telemetrySummary.ts';
import { BadLineTally } from './badLineTally.ts';
import { LineSet } from './lineSet.ts';

/** What is in a file, before anything of it is written. */
export interface ImportReading {
  readonly counters: IngestCounters;
  readonly gaps: ReturnType<SequenceBook['gaps']>;
  readonly summary: TelemetrySummary;
  readonly bad: BadLineTally;
  /** Numbers of the lines that were accepted. */
  readonly accepted: LineSet;
}

export interface ImportReadingOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { lines: number; doneRatio: number }) => void;
}

/** Reads a recording as a judgement would, and keeps which of its lines are good. Throws when most of them are not. */
export async function readForImport(recording: Recording, options: ImportReadingOptions): Promise<ImportReading> {
  const watch = new AcceptanceWatch();
  const sequences = new SequenceBook();
  const bad = new BadLineTally();
  // Without a plan there is no longest window: nothing is too late.
  const ingest = new Ingest(watch, sequences, Infinity, {
    onTick: () => undefined,
    onQuarantine: (one) => bad.add(one),
  });
  const accepted = new LineSet();
  const summary = new TelemetrySummary();
  const accept = ({ arrival, line }: { arrival: Arrival; line: number }): void => {
    accepted.add(line);
    summary.add(arrival);
  };
  const decoder = createDecoder(createSeriesTable());
  /** A line of which ingest has not decided yet. */
  let held: { arrival: Arrival; line: number } | undefined;
  const take = (decoded: Arrival | BadLine, line: number): void => {
    if (decoded.kind === 'bad') {
      ingest.takeBad(decoded);
      return;
    }
    const { counters } = ingest;
    watch.begin(counters);
    const before = counters.accepted;
    ingest.take(decoded, line);
    const heldUntil = held === undefined ? before : watch.acceptedAtLast;
    if (held !== undefined && heldUntil > before) accept(held);
    if (counters.accepted > heldUntil) accept({ arrival: decoded, line });
    held = ingest.isSettled ? undefined : { arrival: decoded, line };
  };
  for await (const batch of recording.batches({ signal: options.signal })) {
    if (batch.bad !== undefined) ingest.takeBad(batch.bad);
    for (let index = 0; index < batch.count; index += 1) {
      const line = batch.lineNumbers[index] ?? 0;
      take(decoder.decodeLine(batch.bytes, batch.starts[index] ?? 0, batch.ends[index] ?? 0, line), line);
    }
    assertMostlyGood(ingest.counters, recording.path, false);
    options.onProgress({ lines: ingest.counters.lines, doneRatio: batch.bytesRead / batch.bytesTotal });
  }
  ingest.finish();
  assertMostlyGood(ingest.counters, recording.path, true);
  return { counters: ingest.counters, gaps: sequences.gaps(), summary, bad, accepted };
}

/**
 * Stands where the judge's rows would be gathered and gathers nothing. Ingest hears the source of every line before it
 * decides on it, so what was accepted when it last heard one tells a line that was held from the line that settled it.
 */
class AcceptanceWatch extends TickGatherer {
  acceptedAtLast = 0;
  private counters: IngestCounters | undefined;

  constructor() {
    super([]);
  }

  begin(counters: IngestCounters): void {
    this.counters = counters;
    this.acceptedAtLast = counters.accepted;
  }

  override hear(): void {
    this.acceptedAtLast = this.counters?.accepted ?? 0;
  }

  override addCount(): void {}
  override addGauge(): void {}
  override addLatencies(): void {}
  override addLatencyBuckets(): void {}
  override addEvent(): void {}
}
