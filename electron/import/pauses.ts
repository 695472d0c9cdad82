const mostSteps = 10_000;
const mostKept = 1000;

export interface Pause {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How often instants follow each other in data that is in the order of time, and where they do not. */
export class Pauses {
  private readonly steps = new Map<number, number>();
  private longest: Pause[] = [];
  private beforeMs: number | undefined;

  add(atMs: number): void {
    const fromMs = this.beforeMs;
    if (fromMs === atMs) return;
    this.beforeMs = atMs;
    if (fromMs === undefined) return;
    const step = atMs - fromMs;
    const count = this.steps.get(step);
    if (count !== undefined || this.steps.size < mostSteps) this.steps.set(step, (count ?? 0) + 1);
    this.longest.push({ fromMs, toMs: atMs });
    if (this.longest.length >= 2 * mostKept) this.longest = longestFirst(this.longest).slice(0, mostKept);
  }

  /** The usual distance of two instants, ms; undefined for fewer than two. */
  usualMs(): number | undefined {
    let usual: number | undefined;
    let times = 0;
    for (const [step, count] of this.steps) {
      if (count > times) [usual, times] = [step, count];
    }
    return usual;
  }

  /** Distances of more than three times the usual and more than a second, the longest first; at most 1000. */
  pauses(): Pause[] {
    const usualMs = this.usualMs() ?? Infinity;
    const leastMs = Math.max(3 * usualMs, 1000);
    return longestFirst(this.longest)
      .filter(({ fromMs, toMs }) => toMs - fromMs > leastMs)
      .slice(0, mostKept);
  }
}

function longestFirst(pauses: readonly Pause[]): Pause[] {
  return pauses.toSorted(
    (one, other) => other.toMs - other.fromMs - (one.toMs - one.fromMs) || one.fromMs - other.fromMs,
  );
}
