/** The only door to the machine's clock. */
export const systemClock = {
  /** Wall clock, ms since epoch. */
  nowMs: (): number => Date.now(),
  /** Ms since some fixed moment; never goes back. For durations. */
  steadyMs: (): number => performance.now(),
};
