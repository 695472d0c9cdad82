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

export interface VerifyReport {
  readonly ok: boolean;
  /** The first fault of each part, the parts that matter most first. */
  readonly faults: readonly VerifyFault[];
  readonly counts: {
    readonly ledgerRows: number;
    readonly transitions: number;
    readonly chunks: number;
    readonly lines: number;
    readonly tailLines: number;
  };
  /** Up to which checkpoint the session is proven; undefined when nothing is. */
  readonly proven: string | undefined;
  /** What no checkpoint covers, each a sentence. */
  readonly unproven: readonly string[];
}

export function fault(part: SessionPart, seq: number | undefined, text: string): VerifyFault {
  return { part, seq, text };
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
