import type { Series } from '../model/series.ts';
import type { Status } from './reading.ts';
import { matchesSeries, type Selector } from './selector.ts';
import { ageMs, type SourceState } from './sourceBook.ts';

/**
 * The sources behind counts that are no indicator of the plan: the arms of an experiment, what a forecast consumes. A
 * source feeds them from its first sample that matches any of the selectors, as it would an indicator.
 */
export class Feed {
  /** The earliest second of a sample that matched; Infinity before any. */
  firstBucket = Infinity;
  /** Older data than this moves no timer. */
  readonly freshAfterMs: number;
  private readonly staleAfterMs: number;
  private readonly kind: Series['kind'];
  private readonly selectors: readonly Selector[];
  private readonly sources: SourceState[] = [];

  constructor(kind: Series['kind'], selectors: readonly Selector[], staleAfterMs: number, freshAfterMs: number) {
    this.kind = kind;
    this.selectors = selectors;
    this.staleAfterMs = staleAfterMs;
    this.freshAfterMs = freshAfterMs;
  }

  /** A series was judged for the first time, or with an earlier second than before. */
  meet(series: Series, firstBucket: number, source: SourceState): void {
    if (series.kind !== this.kind || !this.selectors.some((selector) => matchesSeries(selector, series))) return;
    this.firstBucket = Math.min(this.firstBucket, firstBucket);
    if (!this.sources.includes(source)) this.sources.push(source);
  }

  /** Milliseconds since its most silent source was heard; Infinity when it has none. */
  ageAt(tick: number): number {
    return ageMs(this.sources, tick);
  }

  statusAt(tick: number): Extract<Status, 'never' | 'stale' | 'known'> {
    if (this.sources.length === 0) return 'never';
    return this.ageAt(tick) > this.staleAfterMs ? 'stale' : 'known';
  }
}
