import { BoundedQueue } from '../../electron/engine/source/live/boundedQueue.ts';
import type { LiveEvent, LivePosition, LiveSource } from '../../electron/engine/source/live/liveSource.ts';

/** A source that brings what it is given, and knows from where it was read and what was acknowledged. */
export class HandSource implements LiveSource {
  readonly address = 'hand://source';
  readonly begun: (LivePosition | undefined)[] = [];
  readonly acknowledged: LivePosition[] = [];
  private queue = new BoundedQueue<LiveEvent>(2 ** 30);

  bring(event: LiveEvent): void {
    this.queue.put(event, 1);
  }

  /** Samples and how far they go. */
  frame(position: LivePosition | undefined, ...samples: object[]): void {
    this.bring({ kind: 'frame', position, samples: samples.map((sample) => Buffer.from(JSON.stringify(sample))) });
  }

  async *read(after: LivePosition | undefined, signal: AbortSignal): AsyncGenerator<LiveEvent, void, undefined> {
    this.begun.push(after);
    yield { kind: 'status', state: 'open' };
    while (!signal.aborted) {
      await this.queue.filled(signal);
      if (signal.aborted) return;
      yield* this.queue.take(1);
    }
  }

  acknowledge(position: LivePosition): void {
    this.acknowledged.push(position);
  }
}
