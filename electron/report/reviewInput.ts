import type { JudgedAt } from '../../shared/judge/snapshot.ts';
import type { EngineSnapshot } from '../../shared/model/engineSnapshot.ts';
import type { IngestCounters } from '../../shared/model/ingestCounters.ts';
import type { LedgerCheckpoint, LedgerRow } from '../../shared/model/ledgerRow.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { ScoreReading } from '../../shared/model/scoreReading.ts';
import type { Series } from '../../shared/model/series.ts';
import type { GapRow, SeriesRollUp, SessionKind } from '../../shared/model/session.ts';
import type { Transition } from '../../shared/model/transition.ts';
import type { Proof } from './reviewData.ts';

/** What a review is made of. Whoever opened the session gathers it; building from it reads nothing more. */
export interface ReviewInput {
  readonly plan: Plan;
  readonly planDigest: string;
  readonly kind: SessionKind;
  readonly createdBy: string;
  /** The first and the last judged second, epoch s; undefined when none was. */
  readonly ticks: { readonly first: number; readonly last: number } | undefined;
  /** How a rehearsal went; undefined for everything else. */
  readonly score?: ScoreReading | undefined;
  readonly counters: IngestCounters;
  readonly gaps: readonly GapRow[];
  readonly transitions: readonly Transition[];
  readonly ledger: readonly LedgerRow[];
  readonly checkpoints: readonly LedgerCheckpoint[];
  /** Whether the session is whole, as the store says it. */
  readonly whole: Pick<Proof, 'isWhole' | 'says'>;
  /** The room at the end; undefined when no second was judged. */
  readonly end: EngineSnapshot<JudgedAt> | undefined;
  /** By row of the ledger: the room on which each decision was taken. */
  readonly rooms: ReadonlyMap<number, EngineSnapshot<JudgedAt>>;
  readonly series: readonly Series[];
  /** Of all series that charts need, over all judged seconds. */
  readonly rollUp: SeriesRollUp | undefined;
  /** When lift-off was confirmed, ms, and what T read then; undefined where it was not. */
  readonly liftOff: { readonly at: number; readonly tMs: number } | undefined;
  /** These series of latencies as one line, with these quantiles: on the steps of `rollUp`, or over a span of its own. */
  readonly latency: (
    series: readonly number[],
    quantiles: readonly number[],
    span?: { readonly fromS: number; readonly toS: number; readonly maxPoints: number },
  ) => SeriesRollUp;
  /** The sum of what these series counted from one second to another, both within. */
  readonly sum: (series: readonly number[], fromS: number, toS: number) => number;
}
