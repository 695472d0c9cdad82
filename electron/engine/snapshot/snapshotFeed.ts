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

  constructor(clock: FeedClock, build: (number: number) => Snapshot) {
    this.clock = clock;
    this.build = build;
  }

  /** The room as it is now, under the number of the last snapshot that was sent. */
  latest(): Snapshot {
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
    const snapshot = this.build(this.number);
    for (const listener of this.listeners) listener(snapshot);
  }
}
