/** A burst lasts this long from its first firing, and begins after as long a silence. */
const burstMs = 10_000;

/** Tells which firing started a burst: within seconds of each other many rules fire for one reason. */
export class FirstOut {
  /** When the last burst began, in ms; undefined before any. */
  startedAt: number | undefined;
  private lastAt: number | undefined;

  /**
   * Firings come in the order of time, then of the plan. `first`: the first of a burst, as far as is known; `joins`: it is
   * of the burst that the last `first` began; `after`: it is too late for that burst, and too near to begin another.
   */
  add(at: number): 'first' | 'joins' | 'after' {
    const quietMs = this.lastAt === undefined ? Infinity : at - this.lastAt;
    this.lastAt = at;
    if (this.startedAt !== undefined && at - this.startedAt <= burstMs) return 'joins';
    if (quietMs < burstMs) return 'after';
    this.startedAt = at;
    return 'first';
  }

  save(): unknown {
    return { startedAt: this.startedAt ?? null, lastAt: this.lastAt ?? null };
  }

  load(saved: unknown): void {
    const { startedAt, lastAt } = saved as { startedAt: number | null; lastAt: number | null };
    this.startedAt = startedAt ?? undefined;
    this.lastAt = lastAt ?? undefined;
  }
}
