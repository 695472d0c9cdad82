import type { EventRow } from '../model/tickInput.ts';
import type { SavedBoard } from './board.ts';
import type { CallWord } from './call.ts';
import type { SavedCriterion } from './criterion.ts';
import type { SourceState } from './sourceBook.ts';
import type { SavedRoom } from './room/room.ts';
import type { SavedTrigger } from './trigger.ts';

/** A judge between two ticks, as plain JSON. The buckets of its rings are not in it: those are in the session's rows. */
export interface SavedJudge {
  readonly tick: number;
  readonly word: CallWord;
  readonly board: SavedBoard;
  readonly sources: readonly SourceState[];
  /** Judged series in the order of their first row, with the earliest second of each. */
  readonly series: readonly (readonly [id: number, firstBucket: number])[];
  readonly events: readonly EventRow[];
  readonly triggers: readonly SavedTrigger[];
  readonly criteria: readonly SavedCriterion[];
  readonly experiments: unknown;
  readonly forecasts: unknown;
  /** What people had done; absent where there was no room. */
  readonly room?: SavedRoom;
}
