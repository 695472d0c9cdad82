import type { IngestCounters } from '../../../shared/model/ingestCounters.ts';

/** So many lines are read before the share of bad ones is believed; at the end, any number is. */
const enoughLines = 1000;

/** Every silent second of a break is judged, so a longer one is taken for two recordings in one file. */
const longestBreakDays = 31;

/** What was read so far is kept, but the rest of it is not worth reading. The message says why and what to do. */
export class UnfitRecordingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfitRecordingError';
  }
}

/** Throws when more than half of the lines were quarantined: this is no recording, or not of this product. */
export function assertMostlyGood(counters: IngestCounters, path: string, isComplete: boolean): void {
  if (!isComplete && counters.lines < enoughLines) return;
  if (counters.quarantined * 2 <= counters.lines) return;
  throw new UnfitRecordingError(
    `${path}: ${inWords(counters.quarantined)} of ${inWords(counters.lines)} lines were set aside, which is more than half, so reading stopped; check that the file is holdpoint/telemetry@1, one sample a line.`,
  );
}

/** Throws when the clock would have to pass over more than a month of silence. */
export function assertBearableBreak(fromMs: number, toMs: number, line: number): void {
  const days = (toMs - fromMs) / 86_400_000;
  if (days <= longestBreakDays) return;
  throw new UnfitRecordingError(
    `Line ${inWords(line)} arrived ${inWords(Math.floor(days))} days after the line before it, and a recording may break for ${longestBreakDays} days at most; split it there, or mend its times.`,
  );
}

function inWords(count: number): string {
  return count.toLocaleString('en-US');
}
