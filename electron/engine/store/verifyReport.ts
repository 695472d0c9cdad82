import type { LedgerCheckpoint } from '../../../shared/model/ledgerRow.ts';

/** Which part of a session a fault is in. */
export type SessionPart =
  'file' | 'ledger' | 'plan' | 'transition' | 'chunk' | 'tail' | 'evidence' | 'checkpoint' | 'schema';

export interface VerifyFault {
  readonly part: SessionPart;
  /** Number of the first bad row of that part, where there is one. */
  readonly seq: number | undefined;
  /** One sentence that names it. */
  readonly text: string;
}

export interface SessionCounts {
  readonly ledgerRows: number;
  readonly transitions: number;
  readonly chunks: number;
  readonly lines: number;
  readonly tailLines: number;
}

/** Where the work is: rows of this part up to `seq` have been looked at. */
export interface VerifyPlace {
  readonly part: SessionPart;
  readonly seq: number;
}

/** The work on one part: ends with its first fault, or without any. */
export type Verifying = Generator<VerifyPlace, VerifyFault | undefined, void>;

export interface VerifyReport {
  readonly ok: boolean;
  /** The first fault of each part, the parts that matter most first. */
  readonly faults: readonly VerifyFault[];
  /** Undefined when the file is too damaged to count in it. */
  readonly counts: SessionCounts | undefined;
  /** Up to which checkpoint the session is proven; undefined when nothing is. */
  readonly proven: string | undefined;
  /** That checkpoint: whoever keeps a copy elsewhere can prove the session with it later. */
  readonly checkpoint: LedgerCheckpoint | undefined;
  /** What no checkpoint covers, each a sentence. */
  readonly unproven: readonly string[];
}

export function fault(part: SessionPart, seq: number | undefined, text: string): VerifyFault {
  return { part, seq, text };
}

/** Why something could not be read, to stand at the end of a sentence. */
export function causeInWords(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** `160,001`. */
export function inWords(count: number): string {
  return count.toLocaleString('en-US');
}

/** `chunk 17 (lines 160,001 to 170,000)`. */
export function chunkInWords(seq: number, firstLine: number, lines: number): string {
  if (lines === 0) return `chunk ${inWords(seq)} (no lines)`;
  return `chunk ${inWords(seq)} (lines ${inWords(firstLine)} to ${inWords(firstLine + lines - 1)})`;
}
