import type { LiveClock } from '../../electron/engine/source/live/liveSource.ts';

/** A clock that somebody moves: whoever sleeps on it wakes in the order of time, and everything else has its turn between. */
export class HandClock implements LiveClock {
  private wallMs: number;
  private ranMs = 0;
  private sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  constructor(wallMs: number) {
    this.wallMs = wallMs;
  }

  nowMs(): number {
    return this.wallMs;
  }

  steadyMs(): number {
    return this.ranMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener('abort', wake);
        this.sleepers = this.sleepers.filter((one) => one.wake !== wake);
        resolve();
      };
      signal.addEventListener('abort', wake);
      if (ms <= 0) setImmediate(wake);
      else this.sleepers.push({ atMs: this.ranMs + ms, wake });
    });
  }

  /** The wall clock alone is set otherwise. */
  jump(ms: number): void {
    this.wallMs += ms;
  }

  /** Lets so much time pass. */
  async pass(ms: number, turns = 4): Promise<void> {
    const untilMs = this.ranMs + ms;
    for (;;) {
      const next = this.sleepers.filter(({ atMs }) => atMs <= untilMs).sort((one, other) => one.atMs - other.atMs)[0];
      this.moveTo(next?.atMs ?? untilMs);
      next?.wake();
      await settle(turns);
      if (next === undefined) return;
    }
  }

  private moveTo(steadyMs: number): void {
    const byMs = Math.max(0, steadyMs - this.ranMs);
    this.ranMs += byMs;
    this.wallMs += byMs;
  }
}

/** Everything that is due has its turn, sockets included. */
export async function settle(turns = 4): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
