import type { Clock } from '../../electron/engine/clock.ts';

/** A clock on which sleeping takes no time: whoever sleeps moves it. So a paced replay is fast, and the same every time. */
export function createVirtualClock(): Clock {
  let nowMs = 0;
  return {
    steadyMs: () => nowMs,
    sleep: (ms) => {
      nowMs += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}
