import { randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../engine/clock.ts';

interface SystemClock extends Clock {
  /** Wall clock, ms since epoch. */
  readonly nowMs: () => number;
  readonly steadyMs: () => number;
}

/** The only door to the machine's clock and its timers. */
export const systemClock: SystemClock = {
  nowMs: () => Date.now(),
  /** Ms since some fixed moment; never goes back. For durations. */
  steadyMs: () => performance.now(),
  /** Lets everything else that is due happen first, also for 0 ms. */
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        clearTimeout(timer);
        clearImmediate(soon);
        resolve();
      };
      // A timer of 0 ms waits for a whole one.
      const soon = ms > 0 ? undefined : setImmediate(wake);
      const timer = ms > 0 ? setTimeout(wake, Math.min(ms, longestTimerMs)) : undefined;
      signal.addEventListener('abort', wake);
    }),
};

/** A longer timer would overflow and ring at once. */
const longestTimerMs = 2 ** 31 - 1;

/** At least 0 and below 1. */
export function randomRatio(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

/** 256 bits that nobody can guess, as 43 characters that stand in a URL or a header as they are. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}
