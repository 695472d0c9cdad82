import type { LiveClock } from './liveSource.ts';

/** The machine's clock may be put right by so much without anybody taking notice. */
const toleranceMs = 250;

/**
 * When things arrive, by one clock that never goes back. It runs as steadily as the machine does; where the wall clock is
 * put forward (it was wrong, or the machine slept) it follows at once, and what lay between is silence. Where the wall
 * clock is put back it goes on as before: a second that was judged is not lived through again.
 */
export class ArrivalClock {
  private readonly clock: LiveClock;
  private anchorMs: number;
  private anchorSteadyMs: number;
  private lastMs: number;

  /** `notBefore`: arrivals that the session holds already end before this. */
  constructor(clock: LiveClock, notBefore: number) {
    this.clock = clock;
    this.anchorMs = Math.max(notBefore, Math.floor(clock.nowMs()));
    this.anchorSteadyMs = clock.steadyMs();
    this.lastMs = this.anchorMs;
  }

  /** Whole ms; never less than before. */
  now(): number {
    const wallMs = this.clock.nowMs();
    if (wallMs > this.ranMs() + toleranceMs) {
      this.anchorMs = wallMs;
      this.anchorSteadyMs = this.clock.steadyMs();
    }
    this.lastMs = Math.max(this.lastMs, Math.floor(this.ranMs()));
    return this.lastMs;
  }

  /** How far the machine's own clock stands behind this one, ms: it was put back since. */
  get aheadOfWallMs(): number {
    return Math.max(0, this.now() - Math.floor(this.clock.nowMs()));
  }

  private ranMs(): number {
    return this.anchorMs + this.clock.steadyMs() - this.anchorSteadyMs;
  }
}
