/** At most so many snapshots a second leave the engine. */
const leastGapMs = 250;

interface FeedClock {
  steadyMs(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Hands the latest snapshot to whoever listens, at most four times a second, and the last one always. */
export class SnapshotFeed<Snapshot> {
  private readonly clock: FeedClock;
  private readonly build: (number: number) => Snapshot;
  private readonly listeners = new Set<(snapshot: Snapshot) => void>();
  private readonly closing = new AbortController();
  private number = 0;
  private lastMs = -Infinity;
  private isDue = false;
  /** Something has changed since the last snapshot was built. */
  private hasChanged = false;

  constructor(clock: FeedClock, build: (number: number) => Snapshot) {
    this.clock = clock;
    this.build = build;
  }

  /**
   * The room as it is now. Where it has changed since the last snapshot it has a number of its own: a number stands for one
   * picture, since people decide on the picture that they saw.
   */
  latest(): Snapshot {
    if (this.hasChanged) this.number += 1;
    this.hasChanged = false;
    return this.build(this.number);
  }

  /** The listener gets the present snapshot at once. Returns how to stop listening. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.listeners.add(listener);
    listener(this.latest());
    return () => this.listeners.delete(listener);
  }

  /** Something has changed. */
  stir(): void {
    this.hasChanged = true;
    if (this.listeners.size === 0 || this.isDue) return;
    const waitMs = this.lastMs + leastGapMs - this.clock.steadyMs();
    if (waitMs <= 0) {
      this.emit();
      return;
    }
    this.isDue = true;
    void this.clock.sleep(waitMs, this.closing.signal).then(() => {
      this.isDue = false;
      if (!this.closing.signal.aborted) this.emit();
    });
  }

  /** A last snapshot, and then silence. */
  close(): void {
    if (this.closing.signal.aborted) return;
    this.closing.abort();
    this.emit();
    this.listeners.clear();
  }

  private emit(): void {
    this.lastMs = this.clock.steadyMs();
    this.number += 1;
    this.hasChanged = false;
    const snapshot = this.build(this.number);
    for (const listener of this.listeners) listener(snapshot);
  }
}
