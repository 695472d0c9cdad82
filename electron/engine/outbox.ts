import type { Clock } from './clock.ts';
import type { Courier, Delivery, OutboxMessage } from './outboxDoor.ts';

export const mostAttempts = 8;
const firstWaitMs = 1_000;
const longestWaitMs = 60_000;

/** What follows an attempt: another one so much later, or none. */
export type NextAttempt = { readonly inMs: number } | 'given_up' | 'done';

/**
 * Told of every attempt, and waited for before the next: this is where an attempt gets into the ledger. It may send and
 * cancel, but not wait for `close`. If it fails, its message is not tried again and `close` rejects with the reason.
 */
export type ReportAttempt = (
  message: OutboxMessage,
  attempt: number,
  delivery: Delivery,
  next: NextAttempt,
) => void | Promise<void>;

export interface OutboxOptions {
  readonly courier: Courier;
  readonly clock: Clock;
  readonly report: ReportAttempt;
}

/**
 * Delivers messages, each independently of the others, and tries again what failed: after 1 s, 2 s, 4 s and so on up to
 * 60 s, or later where the receiver asked for it, eight attempts in all.
 *
 * It remembers nothing beyond its own life. Whoever opens a session again sends what its ledger does not show as
 * delivered, under the same id: a receiver may see a message twice, and never loses one for a crash.
 */
export class Outbox {
  private readonly options: OutboxOptions;
  private readonly known = new Set<string>();
  private readonly running = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  private readonly troubles: unknown[] = [];
  private closing: Promise<void> | undefined;

  constructor(options: OutboxOptions) {
    this.options = options;
  }

  /** Begins delivering. False for an id that was sent before, whatever became of it, and after `close`. */
  send(message: OutboxMessage): boolean {
    if (this.closing !== undefined || this.known.has(message.id)) return false;
    this.known.add(message.id);
    const stop = new AbortController();
    const ended = this.run(message, stop.signal)
      .catch((error: unknown) => this.troubles.push(error))
      .then(() => void this.running.delete(message.id));
    this.running.set(message.id, { stop, ended });
    return true;
  }

  /**
   * Stops trying; false where nothing was under way. An attempt that this cuts short is not reported: nobody knows
   * whether the receiver has the message.
   */
  cancel(id: string): boolean {
    const run = this.running.get(id);
    run?.stop.abort();
    return run !== undefined;
  }

  /** Cancels everything; resolves when no attempt and no report runs any more. Safe to call twice. */
  close(): Promise<void> {
    this.closing ??= this.stopAll();
    return this.closing;
  }

  private async stopAll(): Promise<void> {
    const runs = [...this.running.values()];
    for (const run of runs) run.stop.abort();
    await Promise.all(runs.map((run) => run.ended));
    if (this.troubles.length > 0) throw new AggregateError(this.troubles, 'Attempts could not be reported.');
  }

  private async run(message: OutboxMessage, signal: AbortSignal): Promise<void> {
    const { courier, clock, report } = this.options;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const delivery = await courier.deliver(message, attempt, signal);
      if (signal.aborted && delivery.kind === 'failed') return;
      const next = toNext(delivery, attempt);
      await report(message, attempt, delivery, next);
      if (typeof next === 'string') return;
      await clock.sleep(next.inMs, signal);
    }
  }
}

function toNext(delivery: Delivery, attempt: number): NextAttempt {
  if (delivery.kind === 'delivered') return 'done';
  if (delivery.kind === 'refused' || attempt >= mostAttempts) return 'given_up';
  const waitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  return { inMs: Math.max(waitMs, delivery.retryAfterMs ?? 0) };
}
