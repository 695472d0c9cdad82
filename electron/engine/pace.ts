import type { Clock } from './clock.ts';

/** The longest that play sleeps before it looks again. */
const lookMs = 250;

/** Play that never waits lets others run after so long: it can be looked at, and stopped. */
const breathMs = 40;

/**
 * How fast the session's time runs against the wall's. At speed `Infinity` nothing waits; paused, nothing moves.
 */
export class Pace {
  private readonly clock: Clock;
  private wake = new AbortController();
  /** Session ms at which the wall stood at `anchorWallMs`; undefined until the first line says when the session is. */
  private anchorMs: number | undefined;
  private anchorWallMs = 0;
  private runningSpeed = 0;
  /** Up to here nothing waits, whatever the speed: a seek ahead. */
  private hurryToMs = -Infinity;
  private restedAtMs = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** 0 while paused. */
  get speed(): number {
    return this.runningSpeed;
  }

  /** `speed` 0 pauses. Play that was not held to a clock goes on from where it has come to, `standsAtMs`. */
  run(speed: number, standsAtMs?: number): void {
    if (!(speed >= 0)) throw new RangeError(`Speed ${speed} is none: give 0 to pause, or a number above it.`);
    const nowMs = this.reachedMs();
    this.anchorMs = Number.isFinite(nowMs) ? nowMs : (standsAtMs ?? this.anchorMs);
    this.anchorWallMs = this.clock.steadyMs();
    this.runningSpeed = speed;
    this.stir();
  }

  /** The session's time is now this; it goes on from here. */
  standAt(sessionMs: number): void {
    this.anchorMs = sessionMs;
    this.anchorWallMs = this.clock.steadyMs();
    this.stir();
  }

  hurryTo(sessionMs: number): void {
    this.hurryToMs = sessionMs;
    this.stir();
  }

  get hurriedToMs(): number {
    return this.hurryToMs;
  }

  /** The session time that play has come to: everything before it may happen. */
  reachedMs(): number {
    if (this.runningSpeed === Infinity) return Infinity;
    if (this.anchorMs === undefined) return -Infinity;
    const ranMs = (this.clock.steadyMs() - this.anchorWallMs) * this.runningSpeed;
    return Math.max(this.anchorMs + ranMs, this.hurryToMs);
  }

  /** Sleeps until `sessionMs` may have been reached, or something has changed. */
  async wait(sessionMs: number): Promise<void> {
    const { wake, runningSpeed } = this;
    const leftMs = runningSpeed === 0 ? lookMs : (sessionMs - this.reachedMs()) / runningSpeed;
    await this.clock.sleep(Math.min(lookMs, Math.max(1, leftMs)), wake.signal);
  }

  /** Lets everything else that is due happen first. */
  async rest(): Promise<void> {
    await this.clock.sleep(0, this.wake.signal);
    this.restedAtMs = this.clock.steadyMs();
  }

  /** The same, where that is long ago. */
  async breathe(afterMs = breathMs): Promise<void> {
    if (this.clock.steadyMs() - this.restedAtMs >= afterMs) await this.rest();
  }

  /** Wakes whoever waits. */
  stir(): void {
    this.wake.abort();
    this.wake = new AbortController();
  }
}
