/**
 * A queue that holds so many bytes and no more. One side puts in and is told when it is full; the other waits for the next.
 * What does not fit is not taken: whoever puts it in holds the other side back, or counts it as lost.
 */
export class BoundedQueue<Item> {
  private readonly mostBytes: number;
  private items: { readonly item: Item; readonly bytes: number }[] = [];
  private heldBytes = 0;
  private wakeTaker: (() => void) | undefined;
  private wakePutters: (() => void)[] = [];

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  /** There is no room: not even for an empty one. */
  get isFull(): boolean {
    return this.heldBytes >= this.mostBytes;
  }

  /** False, and nothing taken, when it is full. One that is put into a queue with room fits, however large it is. */
  put(item: Item, bytes: number): boolean {
    if (this.isFull) return false;
    this.items.push({ item, bytes });
    this.heldBytes += bytes;
    this.wakeTaker?.();
    return true;
  }

  /** What is there now, up to about so many bytes, oldest first. */
  take(mostBytes = Infinity): Item[] {
    const taken: Item[] = [];
    let bytes = 0;
    while (this.items.length > taken.length && bytes < mostBytes) {
      const next = this.items[taken.length];
      if (next === undefined) break;
      taken.push(next.item);
      bytes += next.bytes;
    }
    this.items = this.items.slice(taken.length);
    this.heldBytes -= bytes;
    if (!this.isFull) for (const wake of this.wakePutters.splice(0)) wake();
    return taken;
  }

  /** Resolves when there is something, or the signal is aborted. */
  async filled(signal: AbortSignal): Promise<void> {
    while (this.items.length === 0 && !signal.aborted) {
      await wakened(signal, (wake) => {
        this.wakeTaker = wake;
      });
    }
  }

  /** Resolves when there is room, or the signal is aborted. */
  async roomy(signal: AbortSignal): Promise<void> {
    while (this.isFull && !signal.aborted) {
      await wakened(signal, (wake) => this.wakePutters.push(wake));
    }
  }
}

/** Resolves when somebody calls `wake`, or the signal is aborted; leaves nothing behind on the signal. */
async function wakened(signal: AbortSignal, hand: (wake: () => void) => void): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const wake = (): void => resolve();
  hand(wake);
  signal.addEventListener('abort', wake);
  await promise;
  signal.removeEventListener('abort', wake);
}
