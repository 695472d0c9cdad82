const firstMs = 250;
const longestMs = 30_000;
/** A link that has held for so long begins anew with short waits. */
const heldMs = 60_000;

/** How long to wait before the next attempt: twice as long each time, up to half a minute, and never the same everywhere. */
export class Backoff {
  private readonly random: () => number;
  private attempts = 0;

  constructor(random: () => number) {
    this.random = random;
  }

  /** Between half of the wait and all of it. */
  nextMs(): number {
    const wholeMs = Math.min(longestMs, firstMs * 2 ** this.attempts);
    this.attempts = Math.min(this.attempts + 1, 16);
    return wholeMs / 2 + (this.random() * wholeMs) / 2;
  }

  /** The link was open for so long. */
  heldFor(ms: number): void {
    if (ms >= heldMs) this.attempts = 0;
  }
}
