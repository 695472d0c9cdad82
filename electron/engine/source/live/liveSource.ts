import type { Plan } from '../../../../shared/model/plan.ts';

/**
 * The door of live telemetry: what a WebSocket, a NATS consumer, a scraper or a listener on a port must be, so that the
 * engine can take it in. What is behind it is nobody's business: the judge, the screen and the store know lines alone.
 *
 * A live session is a recording as it happens. Whatever a source brings becomes lines of `holdpoint/telemetry@1`, stamped
 * with their arrival and kept as they came; the clock of the session is lines too. So a live session can be judged again
 * from its lines, to the same transitions, and everything that reads recordings reads it.
 */

/**
 * How far a source has been read, in its own words: a stream sequence, an instant, a token. Opaque here, and given back
 * as it was. At most 256 characters, or a whole number from 0.
 */
export type LivePosition = string | number;

/**
 * Samples that came together, and how far the source is read with them.
 *
 * `samples`: each one is the JSON text of one sample as UTF-8, without a line feed and without `arrived`, which is the
 * session's to say. They are not parsed here: the engine's decoder is the only parser, and what breaks a rule is set
 * aside there, with its reason and a count. Other people's formats are written as samples before they come here.
 *
 * `position`: all of these samples are read up to here. It becomes durable in the transaction that keeps them, all or
 * none, and is acknowledged after that commit. Undefined where the source cannot go back anyway.
 */
export interface LiveFrame {
  readonly kind: 'frame';
  readonly samples: readonly Uint8Array[];
  readonly position: LivePosition | undefined;
}

/**
 * Something is gone for good, and this says how much: a queue was full, the other side no longer has what was asked for,
 * a scrape was missed. `count` is in what the source counts (`of`: samples, scrapes, datagrams). It is shown, and never
 * guessed: a source that does not know how many says 1.
 */
export interface LiveGap {
  readonly kind: 'gap';
  readonly count: number;
  readonly of: 'samples' | 'frames' | 'scrapes';
  /** A sentence: why. */
  readonly text: string;
}

/**
 * How it stands with the link. `broken` has its reason in a sentence that says what to do; a source mends itself and tries
 * again for as long as it is wanted, waiting longer each time. `lagMs`: how far behind the other side it knows itself.
 */
export interface LiveStatus {
  readonly kind: 'status';
  readonly state: 'connecting' | 'open' | 'broken';
  readonly text?: string;
  readonly lagMs?: number;
  /** Frames that came again since the source was begun, and were left out. */
  readonly repeated?: number;
}

export type LiveEvent = LiveFrame | LiveGap | LiveStatus;

export interface LiveSource {
  /** What people call it: an address without secrets. */
  readonly address: string;
  /**
   * Everything from `after` on (undefined: from wherever the source begins) until `signal` is aborted; then it ends
   * without an error and lets go of sockets and timers. Pulled: the next event is made when it is asked for, so that a
   * source whose events nobody takes must hold the other side back (pause the socket, not fetch), and where it cannot,
   * keep a bounded queue and say `gap` with a count for what did not fit. It is never begun twice at the same time, but may
   * be begun again after it was ended: a link is cut and joined.
   *
   * At-least-once is enough: a sample with `seq` that comes twice is a duplicate and is not counted twice. It may not
   * throw for what the network does, only for what no waiting mends; that ends the link with the message as its reason.
   */
  read(after: LivePosition | undefined, signal: AbortSignal): AsyncGenerator<LiveEvent, void, undefined>;
  /** Everything up to this position is on the disk. Never throws; what cannot be told now is told after the next commit. */
  acknowledge(position: LivePosition): void;
}

/** The machine's time for sources, handed in by the host; by hand in tests. */
export interface LiveClock {
  /** Wall clock, ms since 1970; may jump. */
  nowMs(): number;
  /** Never goes back. */
  steadyMs(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** What every source is made with. */
export interface LiveTools {
  /** The plan with which the session goes on: for sources that must be told what to ask for. */
  readonly plan: Plan;
  readonly clock: LiveClock;
  /** At least 0 and below 1: for waits that must not be the same everywhere. */
  readonly random: () => number;
  /** Where `env:NAME` in an address or a secret is looked up. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
