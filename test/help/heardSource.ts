import type { LiveEvent, LivePosition, LiveSource } from '../../electron/engine/source/live/liveSource.ts';

/** A live source that is read, and what came of it so far. */
export class HeardSource {
  readonly events: LiveEvent[] = [];
  private readonly source: LiveSource;
  private readonly stopping = new AbortController();
  private readonly reading: Promise<void>;
  private wake: () => void = () => undefined;

  /** `keeps`: whether what comes is acknowledged at once, as if it were on the disk. */
  constructor(source: LiveSource, keeps = true, after?: LivePosition) {
    this.source = source;
    this.reading = this.read(keeps, after);
  }

  get samples(): Record<string, unknown>[] {
    return this.events
      .flatMap((event) => (event.kind === 'frame' ? event.samples : []))
      .map((sample) => JSON.parse(Buffer.from(sample).toString()) as Record<string, unknown>);
  }

  /** What was told as lost, by sentence. */
  get losses(): string[] {
    return this.events.flatMap((event) => (event.kind === 'gap' ? [event.text] : []));
  }

  /** Resolves when enough has come. */
  async until(isEnough: (heard: this) => boolean): Promise<void> {
    while (!isEnough(this)) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  async opened(): Promise<this> {
    await this.until(({ events }) => events.some((event) => event.kind === 'status' && event.state === 'open'));
    return this;
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.reading;
  }

  private async read(keeps: boolean, after: LivePosition | undefined): Promise<void> {
    for await (const event of this.source.read(after, this.stopping.signal)) {
      this.events.push(event);
      if (keeps && event.kind === 'frame' && event.position !== undefined) this.source.acknowledge(event.position);
      this.wake();
    }
  }
}
