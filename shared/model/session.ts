import type { JsonValue } from './arrival.ts';
import type { LedgerFact } from './ledgerRow.ts';
import type { Series } from './series.ts';
import type { TickInput } from './tickInput.ts';
import type { Transition } from './transition.ts';

/** A replay reads a recording; a live session listens; a rehearsal plays a scenario and may never write live. */
export type SessionKind = 'replay' | 'live' | 'rehearsal';

/** What a session is told when it is created, and keeps for good. */
export interface SessionIdentity {
  readonly kind: SessionKind;
  /** Program and version that created it. */
  readonly createdBy: string;
  /** What the recording or the stream is known by (for a file: name, size, digest of its start...). Opaque here. */
  readonly recording: JsonValue;
}

/**
 * Consecutive lines as they arrived. The pieces, laid end to end, are exactly `count` lines, each ended by one line
 * feed (the last line of a file gets one if it had none). Empty lines count and are kept. A line that was too long to be
 * held in memory stands as an empty line, so that numbers stay right.
 */
export interface RawLines {
  /** 1-based number of the first line in the recording or stream. */
  readonly first: number;
  readonly count: number;
  /** Pieces of any size; cuts inside a line are fine. */
  readonly bytes: readonly Uint8Array[];
}

/** A line that was set aside: what a `BadLine` says, and which line it was. */
export interface QuarantineRow {
  readonly line: number;
  /** Arrival by its own word, ms; undefined when that could not be read. */
  readonly at: number | undefined;
  readonly reason: string;
  readonly text: string;
  readonly excerpt: string;
  readonly source: string | undefined;
}

/**
 * Sequence numbers that have not come, `fromSeq <= seq < toSeq`. A gap is known by `(source, epoch, fromSeq)`: giving
 * it again replaces it, and giving it with `toSeq === fromSeq` takes it away (its start has moved).
 */
export interface GapRow {
  readonly source: string;
  readonly epoch: string;
  readonly fromSeq: number;
  readonly toSeq: number;
  /** Arrival that showed the gap, ms. */
  readonly openedAt: number;
  /** Arrival that closed it, ms; undefined while it is open. */
  readonly closedAt: number | undefined;
}

/** The judge's whole memory after a tick, as JSON text: with it and the rows of its windows, judging goes on from there. */
export interface JudgeCheckpoint {
  readonly tick: number;
  readonly body: string;
}

/** Everything that one seal makes durable, in one transaction. */
export interface SealBatch {
  /** All lines since the last seal, those that a tail holds included: `first` follows the last sealed line. */
  readonly lines: RawLines;
  /** Ticks since the last seal, rising, silent ones included. The first may be the rest of a tick that was sealed in part. */
  readonly ticks: readonly TickInput[];
  /** True when the last of `ticks` is a part: more of it will come in the next seal, as a tick of the same number. */
  readonly partialTick: boolean;
  /** Series that appeared since the last seal, ids without holes. */
  readonly series: readonly Series[];
  readonly transitions: readonly Transition[];
  readonly quarantine: readonly QuarantineRow[];
  readonly gaps: readonly GapRow[];
  /** Ingest's memory by source. Each replaces what that source had; sources not named keep theirs. Opaque here. */
  readonly sourceStates: readonly { readonly source: string; readonly state: JsonValue }[];
  /** Where reading goes on after these lines, and the counters up to here. Opaque here. */
  readonly position: JsonValue;
  readonly checkpoint: JudgeCheckpoint | undefined;
  readonly ledger: readonly LedgerFact[];
}

/** What is known to be on the disk. */
export interface DurablePosition {
  /** Last line in a sealed chunk, 0 before the first. */
  readonly sealedLine: number;
  /** Last line in the tail; equal to `sealedLine` when there is no tail. */
  readonly tailLine: number;
  readonly chunks: number;
  /** Last whole tick, undefined before the first. */
  readonly lastTick: number | undefined;
  readonly ledgerSeq: number;
  /** The `position` of the last seal; undefined before the first. */
  readonly position: JsonValue | undefined;
}

export interface ChunkPosition {
  readonly firstLine: number;
  readonly lines: number;
  /** The `position` of its seal. */
  readonly position: JsonValue;
}

/** A chunk by its lines, with what was sealed with it and with the one before it. */
export interface StoredChunk extends ChunkPosition {
  /** Undefined for the first. */
  readonly before: JsonValue | undefined;
}

export interface SealReceipt {
  /** Number of the chunk, 1 for the first. */
  readonly chunk: number;
  readonly hash: string;
}

export interface StoredLine {
  readonly line: number;
  /** Without its line feed. */
  readonly bytes: Uint8Array;
}

export interface PlanRow {
  readonly seq: number;
  readonly at: number;
  /** As the plan's reader computed it. */
  readonly digest: string;
  readonly text: string;
}

/** What a chart asks for: at most `maxPoints` steps over `fromBucket <= bucket < toBucket`; 1 takes whole minutes as one. */
export interface RollUpQuery {
  /** Each is a line of the chart: one series, or several of one kind that are taken as one. */
  readonly lines: readonly (readonly number[])[];
  readonly fromBucket: number;
  readonly toBucket: number;
  readonly maxPoints: number;
  /** Of latencies, 0 to 1; none when absent. */
  readonly quantiles?: readonly number[];
  /** Only what had arrived by then. */
  readonly upToTick?: number;
  /** Ticks that the session does not hold yet, whole or the rest of one that it holds in part. */
  readonly unsealed?: readonly TickInput[];
}

/** One line of a chart: the arrays have one entry a step. A step without samples has n 0 and NaN elsewhere. */
export interface SeriesColumns {
  readonly series: readonly number[];
  readonly n: Float64Array;
  readonly sum: Float64Array;
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Gauges: the last value in the step. */
  readonly last: Float64Array;
  /** Latencies: those that were asked for, in that order. Infinity where it lies in a bucket without an upper bound. */
  readonly quantiles: readonly { readonly q: number; readonly values: Float64Array }[];
  /** Latencies: false where some came in buckets, so that a quantile is the upper bound of one. */
  readonly isExact: readonly boolean[];
}

export interface SeriesRollUp {
  /** Bucket in which step 0 begins; step i covers `stepSeconds` buckets from `fromBucket + i * stepSeconds`. */
  readonly fromBucket: number;
  readonly stepSeconds: number;
  readonly steps: number;
  readonly columns: readonly SeriesColumns[];
}
