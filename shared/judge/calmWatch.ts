import type { Calm } from './conditions/calm.ts';
import type { IndicatorBook } from './indicatorBook.ts';
import { ageMs, type SourceState } from './sourceBook.ts';
import type { LiveTrigger } from './trigger.ts';

/**
 * Says of triggers at rest whether anything can have happened to them, from the sums beside each other: an objective has
 * some rules in every cell, and of them all hardly one has anything to say in any second.
 */
export class CalmWatch {
  private readonly indicators: IndicatorBook;
  private readonly calms: readonly (Calm | undefined)[];
  private readonly parts: readonly Float64Array[];
  private readonly ofs: readonly Float64Array[];
  private readonly bases: readonly Float64Array[];
  /** Three for each trigger: the columns of its part, its whole and its base. */
  private readonly columns: Int32Array;
  /** Three for each trigger: what it allows, its limit, and the least that it rests on. */
  private readonly numbers: Float64Array;
  private sources: readonly SourceState[] = [];
  /** How many feeds the indicators had when the sources were gathered. */
  private fed = -1;
  /** Older data of any source than this moves no timer of some trigger. */
  private readonly freshForMs: number;
  private areAllFresh = false;
  private tick = 0;

  /** Only once the board is built. */
  constructor(triggers: readonly LiveTrigger[], indicators: IndicatorBook) {
    this.indicators = indicators;
    this.calms = triggers.map(({ condition }) => condition.calm);
    this.parts = this.calms.map((calm) => calm?.part.sums ?? none);
    this.ofs = this.calms.map((calm) => calm?.of.sums ?? none);
    this.bases = this.calms.map((calm) => calm?.base.sums ?? none);
    const found = (calm: Calm | undefined): number[] =>
      calm === undefined ? [0, 0, 0] : [calm.part.column, calm.of.column, calm.base.column];
    this.columns = Int32Array.from(this.calms.flatMap(found));
    this.numbers = Float64Array.from(
      this.calms.flatMap((calm) => (calm === undefined ? [1, -1, 0] : [calm.allowed, calm.limit, calm.least])),
    );
    this.freshForMs = Math.min(...this.calms.map((calm) => (calm === undefined ? Infinity : freshForMs(calm))));
  }

  /** To be called before any trigger is asked about at this tick. */
  turnTo(tick: number): void {
    this.tick = tick;
    if (this.fed !== this.indicators.fed) this.gatherSources();
    const oldest = tick * 1000 - this.freshForMs;
    this.areAllFresh = this.sources.every(({ heardAt, ended }) => heardAt >= oldest && !ended);
  }

  /** Whether the condition of this trigger is known to be false and clear, as it was when it was judged last. */
  isCalm(place: number): boolean {
    const calm = this.calms[place];
    if (calm === undefined) return false;
    const first = 3 * place;
    const of = this.ofs[place]?.[this.columns[first + 1] ?? 0] ?? 0;
    const part = this.parts[place]?.[this.columns[first] ?? 0] ?? 0;
    const base = this.bases[place]?.[this.columns[first + 2] ?? 0] ?? 0;
    if (!(of > 0 && base > 0 && base >= (this.numbers[first + 2] ?? 0))) return false;
    const counted = calm.isRest ? of - part : part;
    if (!(counted / of / (this.numbers[first] ?? 1) <= (this.numbers[first + 1] ?? -1))) return false;
    return this.areAllFresh || ageMs(calm.reading.of.feeds, this.tick) <= freshForMs(calm);
  }

  private gatherSources(): void {
    this.fed = this.indicators.fed;
    this.sources = [...new Set(this.calms.flatMap((calm) => calm?.reading.of.feeds ?? []))];
  }
}

const none = new Float64Array(1);

function freshForMs({ reading }: Calm): number {
  return Math.min(reading.of.freshAfterMs, reading.of.staleAfterMs);
}
