import { type Cumulative, observedBetween } from './histogramDelta.ts';

/** What a sample says of the time since the scrape before. */
export type Gained =
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'latency'; readonly buckets: readonly (readonly [bound: number, count: number])[] };

interface Remembered {
  readonly t: number;
  readonly standing: number | Cumulative;
  /** The session has a sample of it. */
  readonly isTold: boolean;
}

export interface Step {
  /** Undefined where there is nothing to say. */
  readonly gained: Gained | undefined;
  readonly isReset: boolean;
}

const silent: Step = { gained: undefined, isReset: false };

/**
 * Where every counter stood at its last scrape. What a sample says follows from what the server stores alone, whoever read
 * it and in how many goes: a series that was not scraped for `forgetMs` is one that is seen for the first time.
 */
export class SeriesMemory {
  private readonly forgetMs: number;
  private readonly series = new Map<string, Remembered>();

  constructor(forgetMs: number) {
    this.forgetMs = forgetMs;
  }

  /** Where it stands before the first scrape that is told of. */
  begin(key: string, t: number, standing: number | Cumulative, isTold: boolean): void {
    this.series.set(key, { t, standing, isTold });
  }

  /** Whether a point of this instant was taken before. */
  has(key: string, t: number): boolean {
    return (this.series.get(key)?.t ?? -Infinity) >= t;
  }

  /**
   * One more scrape of it. `isBorn`: its target was scraped just before and did not have it then, so all that it counts
   * happened since.
   */
  take(key: string, t: number, standing: number | Cumulative, isBorn: boolean): Step {
    const known = this.series.get(key);
    const before = known !== undefined && t - known.t <= this.forgetMs ? known : undefined;
    const isFirst = before?.isTold !== true;
    const from = before?.standing ?? (isBorn ? nothingOf(standing) : standing);
    const { gained, isReset, isNothing } = gainedBetween(from, standing);
    this.series.set(key, { t, standing, isTold: true });
    return isNothing && !isFirst ? silent : { gained, isReset };
  }

  forget(beforeMs: number): void {
    for (const [key, { t }] of this.series) if (t < beforeMs - this.forgetMs) this.series.delete(key);
  }
}

function nothingOf(standing: number | Cumulative): number | Cumulative {
  return typeof standing === 'number' ? 0 : [];
}

function gainedBetween(from: number | Cumulative, to: number | Cumulative) {
  if (typeof to !== 'number') {
    const { buckets, total, isReset } = observedBetween(typeof from === 'number' ? [] : from, to);
    return { gained: { kind: 'latency', buckets } as const, isReset, isNothing: total === 0 };
  }
  const before = typeof from === 'number' ? from : 0;
  // A counter that stands lower than before began again at nothing.
  const isReset = to < before;
  const value = isReset ? to : to - before;
  return { gained: { kind: 'count', value } as const, isReset, isNothing: value === 0 };
}
