import type { Transport } from '../../shared/contract/messages.ts';

/** Two ends in one process. What one says the other hears a moment later, as it would from another process. */
export function createInProcessPair(): readonly [Transport, Transport] {
  const one = new End();
  const other = new End();
  one.other = other;
  other.other = one;
  return [one, other];
}

class End implements Transport {
  other: End | undefined;
  private listener: ((message: string) => void) | undefined;
  private onEnd: (() => void) | undefined;
  private held: string[] = [];
  private hasEnded = false;

  send(message: string): void {
    const { other } = this;
    if (!this.hasEnded) queueMicrotask(() => other?.hear(message));
  }

  onMessage(listener: (message: string) => void, onEnd: () => void): void {
    this.listener = listener;
    this.onEnd = onEnd;
    const held = this.held;
    this.held = [];
    for (const message of held) listener(message);
    if (this.hasEnded) onEnd();
  }

  close(): void {
    this.other?.end();
    this.end();
  }

  private hear(message: string): void {
    if (this.hasEnded) return;
    if (this.listener === undefined) this.held.push(message);
    else this.listener(message);
  }

  private end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.onEnd?.();
  }
}
