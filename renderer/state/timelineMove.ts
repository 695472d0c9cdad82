/** A stretch that is played again and again; without `toMs` its end is still to be said. */
export interface Loop {
  readonly fromMs: number;
  readonly toMs: number | undefined;
}

export interface PlayState {
  readonly tickMs: number;
  /** The newest judged second. */
  readonly headMs: number;
  readonly speed: number | 'fastest';
  readonly isFinished: boolean;
  readonly loop: Loop | undefined;
  readonly isSkipping: boolean;
  /** Play runs on as fast as it can since this second, to find the next event; undefined while it does not. */
  readonly hurriedFromMs: number | undefined;
  /** What happened is known up to here. */
  readonly knownMs: number;
  /** Every second at which something happened, up to there, in order. */
  readonly instants: readonly number[];
}

/**
 * What play does by itself: goes back to the start of its loop, goes over a quiet stretch whose end is known, runs ahead
 * where it is not, and comes back to shortly before the event that it ran into.
 */
export type PlayMove =
  | { readonly kind: 'loop' | 'skip' | 'settle'; readonly toMs: number }
  | { readonly kind: 'hurry' }
  | { readonly kind: 'arrive' };

/** An event is played from so long before it to so long after it, in seconds of whoever watches. */
const leadMs = 5000;
const longestLeadMs = 300_000;

/** Undefined where play simply goes on. */
export function nextMove(state: PlayState, watchedSpeed: number): PlayMove | undefined {
  const { tickMs, headMs, speed, isFinished, loop, isSkipping, hurriedFromMs, knownMs, instants } = state;
  if (speed === 0) return undefined;
  const isAtEnd = isFinished && tickMs >= headMs;
  if (loop?.toMs !== undefined) {
    return tickMs >= loop.toMs || isAtEnd ? { kind: 'loop', toMs: loop.fromMs } : undefined;
  }
  const aroundMs = Math.min(longestLeadMs, leadMs * Math.max(1, watchedSpeed));
  if (hurriedFromMs !== undefined) {
    const found = instants.find((atMs) => atMs > hurriedFromMs);
    if (found !== undefined) return { kind: 'settle', toMs: Math.max(hurriedFromMs, found - aroundMs) };
    return isAtEnd && knownMs >= headMs ? { kind: 'arrive' } : undefined;
  }
  if (!isSkipping || speed === 'fastest' || isAtEnd) return undefined;
  const last = instants.findLast((atMs) => atMs <= tickMs);
  if (last !== undefined && tickMs < last + aroundMs) return undefined;
  const next = instants.find((atMs) => atMs > tickMs);
  if (next === undefined) return { kind: 'hurry' };
  return next - aroundMs > tickMs + aroundMs ? { kind: 'skip', toMs: next - aroundMs } : undefined;
}
