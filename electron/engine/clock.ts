/** The wall's time, handed in by whoever hosts the engine: the machine's in the product, a hand-moved one in tests. */
export interface Clock {
  /** Milliseconds that never go back; for pacing and progress, never for judgement. */
  steadyMs(): number;
  /** Resolves after `ms` of this clock, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
