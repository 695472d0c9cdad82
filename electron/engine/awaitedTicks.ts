/** Who waits for the head to come to a second. */
export class AwaitedTicks {
  private newest = -Infinity;
  private awaited: { readonly tick: number; readonly arrive: () => void }[] = [];

  /** Resolves when the head has come to `tick`, or when nobody needs to wait any longer. */
  wait(tick: number): Promise<void> {
    return new Promise((arrive) => this.awaited.push({ tick, arrive }));
  }

  /** False for a second that is judged once more, after a reopening. One of which the telling failed is news again. */
  isNews(tick: number): boolean {
    return tick > this.newest;
  }

  reach(tick: number): void {
    for (const one of this.awaited) if (one.tick <= tick) one.arrive();
    this.awaited = this.awaited.filter((one) => one.tick > tick);
    this.newest = Math.max(tick, this.newest);
  }

  release(): void {
    this.reach(Infinity);
  }
}
