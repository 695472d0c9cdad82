import type { JsonValue } from '../../shared/model/arrival.ts';

/** One message to be delivered, known for good by its id. */
export interface OutboxMessage {
  /** Printable ASCII without spaces, at most 200 characters: a receiver tells a repetition from a new message by it. */
  readonly id: string;
  /** A URL, or `env:NAME` for one that is kept in the environment. */
  readonly address: string;
  /** `env:NAME` of the secret that signs the message; undefined leaves it unsigned. */
  readonly secret: string | undefined;
  /** Sent as canonical JSON, so that every attempt carries the same bytes. */
  readonly body: JsonValue;
}

/**
 * What became of one attempt. A text is a sentence for an operator and for the ledger: it holds no secret, and of an
 * address no more than the host.
 *
 * `delivered`: the receiver took it. `refused`: trying again would change nothing (4xx other than 408, 425 and 429, a
 * redirect, a bad address, a missing variable). `failed`: it may be tried again; nobody knows whether the receiver has it.
 */
export type Delivery =
  | { readonly kind: 'delivered'; readonly status: number; readonly ms: number }
  | { readonly kind: 'refused'; readonly text: string; readonly status?: number }
  | { readonly kind: 'failed'; readonly text: string; readonly status?: number; readonly retryAfterMs?: number };

/** Makes one attempt. Never rejects; an attempt whose signal is aborted ends at once as `failed`. */
export interface Courier {
  /** `attempt` counts from 1. */
  deliver(message: OutboxMessage, attempt: number, signal: AbortSignal): Promise<Delivery>;
}
