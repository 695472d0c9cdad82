import type { BucketSpan } from '../../../shared/judge/hydration.ts';
import type { JsonValue } from '../../../shared/model/arrival.ts';
import type { LedgerCheckpoint, LedgerFact, LedgerRow } from '../../../shared/model/ledgerRow.ts';
import type { Series } from '../../../shared/model/series.ts';
import type {
  ChunkPosition,
  DurablePosition,
  GapRow,
  JudgeCheckpoint,
  PlanRow,
  QuarantineRow,
  RawLines,
  RollUpQuery,
  SealBatch,
  SealReceipt,
  SeriesRollUp,
  SessionIdentity,
  StoredChunk,
  StoredLine,
} from '../../../shared/model/session.ts';
import type { SecondRow, TickInput } from '../../../shared/model/tickInput.ts';
import type { Transition } from '../../../shared/model/transition.ts';

/** Signs ledger checkpoints. `openSigningKey` makes one from a file; tests make one from memory. */
export interface SigningKey {
  /** SPKI in DER, base64. */
  readonly publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
}

export interface SessionSettings {
  /** The wall clock in ms, for names of set-aside files, signing rows and slow-query times. Never used for judgement. */
  readonly now: () => number;
  /** Without it the ledger is chained but no checkpoint is signed. */
  readonly signingKey?: SigningKey;
  /** Called after a call into the store that took more than 40 ms by `now`. */
  readonly onSlow?: (slow: { readonly call: string; readonly ms: number }) => void;
}

export type OpenSessionOptions = SessionSettings &
  ({ readonly mode: 'create'; readonly identity: SessionIdentity } | { readonly mode: 'resume' | 'read' });

/**
 * One open session file. At most one writer exists for a file in all processes, for as long as its process lives;
 * readers come and go. Every method is synchronous and every write is one transaction: when it returns, the disk has
 * it. Every failure is a `SessionError`.
 */
export interface Session {
  readonly path: string;
  /** False for `read`, and for a file of a newer version whatever was asked; `notice` then says why, in a sentence. */
  readonly writable: boolean;
  readonly notice: string | undefined;
  readonly identity: SessionIdentity;

  // Writing

  /** Keeps lines that are not sealed yet. They must follow the last line held, sealed or in the tail. */
  commitTail(lines: RawLines): void;
  /** Closes a chunk. The lines of `batch` must be the tail's and what came after. */
  seal(batch: SealBatch): SealReceipt;
  appendPlan(plan: { readonly at: number; readonly digest: string; readonly text: string }): PlanRow;
  appendLedger(fact: LedgerFact): LedgerRow;
  /** All of them or none, in this order. */
  appendFacts(facts: readonly LedgerFact[]): LedgerRow[];
  /** Keeps a file of evidence; returns its SHA-256 in hex, by which the ledger speaks of it. */
  keepFile(bytes: Uint8Array): string;
  /** Writes down in the ledger where chunks, transitions and plan stand, and signs it; undefined without a key. */
  signCheckpoint(): LedgerCheckpoint | undefined;
  /** Copies the session beside itself, verifies the copy, keeps the newest ten. Writing may go on meanwhile. */
  backup(): Promise<string>;
  /** After `io_uncertain` (or any time): closes the file, opens it again and says what it holds. */
  reopen(): DurablePosition;
  /** Signs, tidies and lets go of the file. Safe to call twice. */
  close(): void;

  // Reading

  readDurable(): DurablePosition;
  readSourceStates(): ReadonlyMap<string, JsonValue>;
  /** The plan that the session began with, or the one with that digest. The ledger says which is in force when. */
  readPlan(digest?: string): PlanRow | undefined;
  readSeries(): readonly Series[];
  readTailLines(): Iterable<StoredLine>;
  /** Sealed lines from `line` on, then the tail's. */
  readLines(fromLine: number): Iterable<StoredLine>;
  /** Every chunk's lines and the position that was sealed with it, in order, from chunk `fromChunk` (1 when absent). */
  readPositions(fromChunk?: number): ChunkPosition[];
  readTransitions(range?: { readonly fromAt?: number; readonly toAt?: number }): Transition[];
  readGaps(): GapRow[];
  /** Of all sources, of one, or of whoever could not be read (null). */
  readQuarantine(limit: number, offset: number, source?: string | null): QuarantineRow[];
  readQuarantineCount(source?: string | null): number;
  readCheckpointAtOrBefore(tick: number): JudgeCheckpoint | undefined;
  /** Whole ticks, `fromTick <= tick <= toTick`, in order. Parts of one tick come joined. */
  readTicks(range: { readonly fromTick: number; readonly toTick: number }): Iterable<TickInput>;
  /** The part of the tick under way at the last seal; undefined when that seal ended on a tick. */
  readPartialTick(): TickInput | undefined;
  /**
   * Every row of these spans of buckets (ascending, none touching another) that arrived by `upToTick`, in order of arrival.
   * `row` is one object, filled anew for each visit: take from it what is needed before returning.
   */
  scanRowsForBuckets(
    range: { readonly spans: readonly BucketSpan[]; readonly upToTick: number },
    visit: (row: Readonly<SecondRow>, tick: number) => void,
  ): void;
  /** The chunks whose lines brought something for these series in that span (both ends included), in order. */
  findChunks(query: {
    readonly series: ReadonlySet<number>;
    readonly fromBucket: number;
    readonly toBucket: number;
    readonly upToTick: number;
    /** Chunks that end at or before this line are left out. */
    readonly afterLine: number;
  }): Iterable<StoredChunk>;
  /** Numbers of the lines `fromLine .. toLine` that were set aside. */
  readQuarantinedLines(fromLine: number, toLine: number): ReadonlySet<number>;
  /** For charts, from the coarsest roll-up that suffices. */
  readSeriesRollUp(query: RollUpQuery): SeriesRollUp;
  readLedger(range?: { readonly fromSeq?: number; readonly toSeq?: number; readonly toAt?: number }): LedgerRow[];
  readLedgerCheckpoints(): LedgerCheckpoint[];
  /** A file of evidence, by its SHA-256; undefined when it is not there. */
  readFile(sha256: string): Uint8Array | undefined;
  /** sha256 (hex) of what the session says, whatever its history of interruptions: equal for equal runs. */
  contentDigest(): string;
}
