import type { GapRow, QuarantineRow, RawLines } from '../../shared/model/session.ts';
import type { Series } from '../../shared/model/series.ts';
import type { TickInput } from '../../shared/model/tickInput.ts';
import type { Transition } from '../../shared/model/transition.ts';
import type { SourceTroubles } from './ingest/troubleBook.ts';

/**
 * What came since the last seal: with it, whatever is read of a session reaches to the newest judged second. To be used at
 * once; with the next line it is another.
 */
export interface OpenChunk {
  /** Rows that no seal has; of a tick that was sealed in part, the rest. */
  readonly ticks: readonly TickInput[];
  /** Series that appeared since. */
  readonly series: readonly Series[];
  readonly transitions: readonly Transition[];
  readonly quarantine: readonly QuarantineRow[];
  /** Gaps as they changed. Each replaces the one of its source, epoch and beginning; one without a length takes it away. */
  readonly gaps: readonly GapRow[];
  /** What became of the lines of each source so far, sealed or not; a source that could not be read is `''`. */
  readonly troubles: ReadonlyMap<string, Readonly<SourceTroubles>>;
  /** Some of these may belong to the second that is not judged yet. */
  lines(): RawLines;
}
