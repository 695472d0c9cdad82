import type { IngestCounters } from '../../../shared/model/ingestCounters.ts';

/** So many lines are read before the share of bad ones is believed; at the end, any number is. */
const enoughLines = 1000;

/** More than half of what was read breaks the rules: this is not a recording, or not of this product. */
export class MostlyBadError extends Error {
  constructor(counters: IngestCounters, path: string) {
    super(
      `${path}: ${counters.quarantined} of ${counters.lines} lines were set aside, which is more than half, so reading stopped; check that the file is holdpoint/telemetry@1, one sample a line.`,
    );
    this.name = 'MostlyBadError';
  }
}

/** Throws when more than half of the lines were quarantined. */
export function assertMostlyGood(counters: IngestCounters, path: string, isComplete: boolean): void {
  if (!isComplete && counters.lines < enoughLines) return;
  if (counters.quarantined * 2 > counters.lines) throw new MostlyBadError(counters, path);
}
