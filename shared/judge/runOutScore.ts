import type { SecondsRange } from '../stats/exhaustion.ts';
import type { ForecastScore } from './conversionForecast.ts';

/** Twelve hours of minutes. With more open ones, every other is let go of, so that old ones still count. */
const mostOpen = 720;

/** The ticks between which it was to run out, rounded outwards; null where there was no end in sight. */
type Kept = readonly [lowTick: number, highTick: number | null];

export interface SavedRunOutScore {
  readonly open: readonly Kept[];
  readonly scored: number;
  readonly held: number;
}

/**
 * Forecasts of when something runs out, one a minute, until their truth is known: all of them when it has run out, and
 * one whose range has passed before that as a miss.
 */
export class RunOutScore {
  private open: Kept[] = [];
  /** Before this tick none of them has passed. */
  private nextEnd = Infinity;
  private scored = 0;
  private held = 0;

  get hasOpen(): boolean {
    return this.open.length > 0;
  }

  keep(tick: number, { low, high }: SecondsRange): void {
    if (!Number.isFinite(low)) return;
    const end = Number.isFinite(high) ? Math.ceil(tick + high) : null;
    this.open.push([Math.floor(tick + low), end]);
    this.nextEnd = Math.min(this.nextEnd, end ?? Infinity);
    if (this.open.length > mostOpen) this.open = this.open.filter((_, index) => index % 2 === 1);
  }

  /** It has run out. */
  reach(tick: number): void {
    for (const [lowTick, highTick] of this.open) {
      this.scored += 1;
      if (lowTick <= tick && (highTick === null || tick <= highTick)) this.held += 1;
    }
    this.open = [];
  }

  /** It has not run out yet. */
  pass(tick: number): void {
    if (tick <= this.nextEnd) return;
    const open = this.open.filter(([, highTick]) => highTick === null || highTick >= tick);
    this.scored += this.open.length - open.length;
    this.open = open;
    this.nextEnd = nextEndOf(open);
  }

  get score(): ForecastScore {
    return { scored: this.scored, held: this.held, open: this.open.length };
  }

  save(): SavedRunOutScore {
    return { open: [...this.open], scored: this.scored, held: this.held };
  }

  load(saved: SavedRunOutScore): void {
    this.open = [...saved.open];
    this.nextEnd = nextEndOf(this.open);
    this.scored = saved.scored;
    this.held = saved.held;
  }
}

function nextEndOf(open: readonly Kept[]): number {
  return open.reduce((least, [, highTick]) => Math.min(least, highTick ?? Infinity), Infinity);
}
