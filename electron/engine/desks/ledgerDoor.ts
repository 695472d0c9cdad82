/**
 * The door between a desk and the ledger that several desks share. Behind it is one order of entries that all of them read
 * alike; whoever appends says after which entry, and where somebody else was first, nothing is appended.
 */

/** Place in the one order: whole numbers that rise, not always by one. 0 is before the first. */
export type EntryNumber = number;

export interface LedgerEntry {
  readonly number: EntryNumber;
  /** As it was appended: what the writer knows it by. */
  readonly id: string;
  readonly body: Uint8Array;
}

/**
 * What became of an entry. `kept`: it stands behind `after`. `behind`: something else stands there already. `unknown`: no
 * answer came; what is read behind `after` tells, and appending it again under its id keeps it once. `refused`: no waiting
 * mends it, and it is not kept. Texts are sentences that say what to do.
 */
export type Appended =
  | { readonly kind: 'kept'; readonly number: EntryNumber }
  | { readonly kind: 'behind' }
  | { readonly kind: 'unknown'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

export type LedgerNews =
  /** The next ones in the order; none is left out, none comes twice. */
  | { readonly kind: 'entries'; readonly entries: readonly LedgerEntry[] }
  /** Everything that stood there when the link was opened has been handed on; from now on entries come as they are made. */
  | { readonly kind: 'joined' }
  /** The link is broken, or the other side does not answer: in a few seconds at most. It tries again by itself. */
  | { readonly kind: 'cutOff'; readonly text: string }
  /** Another desk has said that it is here, in its own bytes; may be lost. */
  | { readonly kind: 'greeting'; readonly body: Uint8Array };

export interface LedgerLink {
  /** For people: without secrets. */
  readonly address: string;
  /**
   * From after `after` on, without an end until the signal is aborted. Throws only what no waiting mends, as a sentence.
   * It is pulled: nobody who is slow is flooded.
   */
  read(after: EntryNumber, signal: AbortSignal): AsyncGenerator<LedgerNews, void, undefined>;
  /** Never rejects. While the link is broken it is `unknown` at once. */
  append(body: Uint8Array, id: string, after: EntryNumber): Promise<Appended>;
  /** Tells the other desks that this one is here. Lost while the link is broken. */
  greet(body: Uint8Array): void;
  close(): Promise<void>;
}
