import type { Heard } from '../model/tickInput.ts';

/** What is known of one source of telemetry. Kept by reference wherever its age matters. */
export interface SourceState {
  readonly name: string;
  /** Arrival of its last line, ms. */
  heardAt: number;
  /** It said that it is leaving, or a person retired it: its silence is no news. */
  ended: boolean;
  /** A person said that it will not come back; absent unless so. */
  retired?: true;
}

/** Every source that was ever heard. */
export class SourceBook {
  private readonly sources = new Map<string, SourceState>();

  find(name: string): SourceState | undefined {
    return this.sources.get(name);
  }

  /** How many there are. */
  get size(): number {
    return this.sources.size;
  }

  all(): IterableIterator<SourceState> {
    return this.sources.values();
  }

  hear(heard: Heard): SourceState {
    const known = this.sources.get(heard.source);
    if (known !== undefined) {
      known.heardAt = Math.max(known.heardAt, heard.at);
      known.ended = heard.ended || known.retired === true;
      return known;
    }
    const source: SourceState = { name: heard.source, heardAt: heard.at, ended: heard.ended };
    this.sources.set(heard.source, source);
    return source;
  }

  retire(name: string): void {
    const source = this.sources.get(name);
    if (source === undefined) return;
    source.ended = true;
    source.retired = true;
  }

  load(saved: readonly SourceState[]): void {
    this.sources.clear();
    for (const source of saved) this.sources.set(source.name, { ...source });
  }
}

/**
 * Milliseconds since the most silent of these sources was heard. One that has ended counts only when all have: then
 * they have fallen silent like any other. Infinity when there is none.
 */
export function ageMs(feeds: readonly SourceState[], tick: number): number {
  const [first] = feeds;
  if (first !== undefined && feeds.length === 1) return tick * 1000 - first.heardAt;
  let oldest = Infinity;
  let oldestEnded = Infinity;
  for (const source of feeds) {
    if (source.ended) oldestEnded = Math.min(oldestEnded, source.heardAt);
    else oldest = Math.min(oldest, source.heardAt);
  }
  const heardAt = oldest === Infinity ? oldestEnded : oldest;
  return heardAt === Infinity ? Infinity : tick * 1000 - heardAt;
}
