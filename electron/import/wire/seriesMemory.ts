/** What is not heard of for so long gives way to something new. */
const forgottenAfterMs = 10 * 60_000;

/** What is remembered of each series, up to so many numbers in all. */
export class SeriesMemory<Value> {
  private readonly most: number;
  /** The one that was heard of longest ago first. */
  private readonly kept = new Map<string, { readonly value: Value; readonly size: number; readonly heardMs: number }>();
  private held = 0;

  constructor(most: number) {
    this.most = most;
  }

  get(key: string): Value | undefined {
    return this.kept.get(key)?.value;
  }

  /** False, and nothing kept, where there is no room among what is still heard of. */
  set(key: string, value: Value, size: number, nowMs: number): boolean {
    const before = this.kept.get(key);
    const needed = size + key.length / 8 - (before?.size ?? 0);
    for (const [oldest, { size: freed, heardMs }] of this.kept) {
      if (this.held + needed <= this.most || oldest === key || nowMs - heardMs < forgottenAfterMs) break;
      this.kept.delete(oldest);
      this.held -= freed;
    }
    if (this.held + needed > this.most) return false;
    this.kept.delete(key);
    this.kept.set(key, { value, size: size + key.length / 8, heardMs: nowMs });
    this.held += needed;
    return true;
  }
}
