import type { Indicator } from '../model/planIndicators.ts';
import type { Labels } from '../model/series.ts';
import type { RunningSum } from './runningSum.ts';
import { ageMs, type SourceState } from './sourceBook.ts';
import type { Span } from './tallyBlock.ts';

/**
 * - `known`: there is a value.
 * - `none`: it is fed, but there is nothing to divide by.
 * - `insufficient`: fewer than the minimum, so the value means little.
 * - `stale`: a source that feeds it has been silent for too long.
 * - `never`: nothing has ever fed it.
 *
 * All but `known` are unknown to every rule.
 */
export type Status = 'known' | 'none' | 'insufficient' | 'stale' | 'never';

/** What the counts of a span come to, before anybody asks whether they can be trusted. */
export interface Measured {
  /** Undefined where there is nothing to divide by. */
  value: number | undefined;
  /** The denominator; the count of a `total`, the series of a `gauge`. */
  n: number;
  /** What the value counts (bad events, takeovers, those within the limit), for intervals and bounds; 0 where it has none. */
  numerator: number;
  /** False when a bucketed latency makes the value an estimate on the safe side. */
  exact: boolean;
}

/** A value that is one running sum over another: nearly all that rules ask for, so it is read without a detour. */
export interface Quotient {
  readonly kind: 'quotient';
  readonly part: RunningSum;
  /** What counts is what `part` leaves of `of`. */
  readonly isRest: boolean;
  readonly of: RunningSum;
  readonly scale: number;
  /** Observations of which it is not known whether they count. */
  readonly straddling: RunningSum | undefined;
}

/** One indicator for one cell: which sources feed it, since when, and how long it may be silent. */
export interface IndicatorCell {
  readonly id: string;
  readonly indicator: Indicator;
  readonly cell: Labels;
  readonly feeds: SourceState[];
  /** The earliest second of a sample that fed it. */
  firstBucket: number;
  readonly staleAfterMs: number;
  /** Older data than this moves no timer. */
  readonly freshAfterMs: number;
}

/** An indicator of a cell over one window, read anew after each tick. */
export class Reading implements Readonly<Measured> {
  readonly of: IndicatorCell;
  readonly span: Span;
  ageMs = Infinity;
  /** Both sides, for a `compare`; else undefined. */
  readonly sides: { readonly treatment: Reading; readonly baseline: Reading } | undefined;
  /** Running sums are where they are; what they come to is worked out when it is asked for. */
  readonly quotient: Quotient | undefined;
  private readonly measure: ((into: Measured, tick: number) => void) | undefined;
  private readonly measured: Measured = { value: undefined, n: 0, numerator: 0, exact: true };
  private readonly needsWholeSpan: boolean;
  private readTick = -1;

  constructor(
    of: IndicatorCell,
    span: Span,
    measure: Quotient | ((into: Measured, tick: number) => void),
    sides?: Reading['sides'],
  ) {
    this.of = of;
    this.span = span;
    this.quotient = typeof measure === 'function' ? undefined : measure;
    this.measure = typeof measure === 'function' ? measure : undefined;
    this.sides = sides;
    this.needsWholeSpan = of.indicator.kind === 'speed';
  }

  get n(): number {
    return this.quotient === undefined ? this.measured.n : this.quotient.of.now;
  }

  get numerator(): number {
    const { quotient } = this;
    if (quotient === undefined) return this.measured.numerator;
    return quotient.isRest ? quotient.of.now - quotient.part.now : quotient.part.now;
  }

  get value(): number | undefined {
    if (this.quotient === undefined) return this.measured.value;
    return this.n === 0 ? undefined : (this.numerator / this.n) * this.quotient.scale;
  }

  get exact(): boolean {
    if (this.quotient === undefined) return this.measured.exact;
    return this.quotient.straddling === undefined || this.quotient.straddling.now === 0;
  }

  /** Share of the window since the first sample. */
  get coverage(): number {
    const since = this.readTick - this.span.delayS - this.of.firstBucket;
    return since <= 0 ? 0 : Math.min(1, since / this.span.windowS);
  }

  /** Brings the reading up to the tick; costs nothing the second time. */
  readAt(tick: number): this {
    if (this.readTick === tick) return this;
    this.readTick = tick;
    this.measure?.(this.measured, tick);
    this.ageMs = ageMs(this.of.feeds, tick);
    return this;
  }

  /** `minimum`: how large `n` must be, where the rule or the indicator asks for it. */
  status(minimum: number): Status {
    if (this.of.feeds.length === 0) return 'never';
    if (this.ageMs > this.of.staleAfterMs) return 'stale';
    if (this.quotient === undefined ? this.measured.value === undefined : this.quotient.of.now === 0) return 'none';
    if (this.n < minimum) return 'insufficient';
    if (this.needsWholeSpan && this.coverage < 1) return 'insufficient';
    return 'known';
  }
}

/** The kinds whose `minimum` counts: a sum, a speed or a gauge does not become truer with more of it. */
export function ownMinimum(indicator: Indicator): number {
  const { kind } = indicator;
  return kind === 'speed' || kind === 'total' || kind === 'gauge' ? 0 : (indicator.minimum?.n ?? 0);
}
