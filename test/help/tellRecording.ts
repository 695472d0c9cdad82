import { existsSync, readFileSync } from 'node:fs';
import { createDecoder } from '../../electron/engine/ingest/decoder.ts';
import { createSeriesTable } from '../../electron/engine/ingest/seriesTable.ts';
import { openRecording } from '../../electron/engine/source/openRecording.ts';
import { RecordingError } from '../../electron/engine/source/recordingError.ts';
import type { BadLine } from '../../shared/model/badLine.ts';
import { boundHeap } from '../../electron/host/cli/boundHeap.ts';

/** What became of a recording that was read and decoded to its end, or as far as it went. */
export interface Told {
  readonly decoded: number;
  /** The first ten. */
  readonly bad: readonly BadLine[];
  readonly badCount: number;
  readonly error: { readonly code: string; readonly message: string; readonly line: number } | undefined;
}

export async function tellRecording(path: string): Promise<Told> {
  const decoder = createDecoder(createSeriesTable());
  const bad: BadLine[] = [];
  let badCount = 0;
  let decoded = 0;
  const note = (line: BadLine): void => {
    badCount += 1;
    if (bad.length < 10) bad.push(line);
  };
  let error: Told['error'];
  try {
    const recording = await openRecording(path);
    for await (const batch of recording.batches()) {
      if (batch.bad !== undefined) note(batch.bad);
      for (let place = 0; place < batch.count; place += 1) {
        const start = batch.starts[place] ?? 0;
        const line = decoder.decodeLine(batch.bytes, start, batch.ends[place] ?? 0, batch.lineNumbers[place] ?? 0);
        if (line.kind === 'bad') note(line);
        else decoded += 1;
      }
    }
  } catch (cause) {
    if (!(cause instanceof RecordingError)) throw cause;
    error = { code: cause.code, message: cause.message, line: cause.line };
  }
  return { decoded, bad, badCount, error };
}

/** What a process of its own says of some recordings, and the most memory that it ever held. */
export interface ToldAlone {
  readonly told: readonly Told[];
  readonly peakMiB: number;
}

/** Linux counts what the parent held before it became this process in `maxRSS`, but not in `VmHWM`. */
function peakMiB(): number {
  const status = '/proc/self/status';
  const peakKiB = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] : undefined;
  return Math.round(Number(peakKiB ?? process.resourceUsage().maxRSS) / 1024);
}

// As a program: `node tellRecording.ts <recording>...` prints it as JSON.
if (import.meta.main) {
  // As the product does, so that what is measured is what it holds.
  boundHeap();
  const told: Told[] = [];
  for (const path of process.argv.slice(2)) told.push(await tellRecording(path));
  const alone: ToldAlone = { told, peakMiB: peakMiB() };
  process.stdout.write(JSON.stringify(alone));
}
