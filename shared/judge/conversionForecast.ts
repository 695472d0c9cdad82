import { conversionRange, type ShareRange } from '../stats/forecast.ts';
import type { Board } from './board.ts';
import type { Feed } from './feed.ts';
import { MinuteCounts } from './minuteCounts.ts';
import type { Selector } from './selector.ts';

/** From the last ten minutes to the next ten. */
const horizonMs = 600_000;
const horizonS = horizonMs / 1000;

/** How past forecasts did: `held` of the `scored` ones held the truth; the truth of the `open` ones is not known yet. */
export interface ForecastScore {
  readonly scored: number;
  readonly held: number;
  readonly open: number;
}

type Kept = readonly [dueTick: number, low: number, high: number];

export interface SavedConversionForecast {
  readonly open: readonly Kept[];
  readonly scored: number;
  readonly held: number;
}

/**
 * The conversion of the next ten minutes, all arms together, as a 90 % range from the minutes of the last ten. Every whole
 * minute's range is kept for ten minutes and held against what then happened.
 */
export class ConversionForecast {
  private readonly exposures: MinuteCounts;
  private readonly conversions: MinuteCounts;
  private readonly feed: Feed;
  private open: Kept[] = [];
  private scored = 0;
  private held = 0;

  constructor(board: Board, exposures: Selector, conversions: Selector, feed: Feed) {
    this.exposures = new MinuteCounts(board, exposures, horizonMs, feed);
    this.conversions = new MinuteCounts(board, conversions, horizonMs, feed);
    this.feed = feed;
  }

  advance(tick: number): void {
    if (tick % 60 !== 0) return;
    const isSeen = this.feed.statusAt(tick) === 'known';
    const due = this.open.filter(([dueTick]) => dueTick <= tick);
    if (due.length > 0) {
      this.open = this.open.filter(([dueTick]) => dueTick > tick);
      const truth = isSeen ? this.shareAt(tick) : undefined;
      for (const [dueTick, low, high] of due) {
        if (truth === undefined || dueTick !== tick) continue;
        this.scored += 1;
        if (low <= truth && truth <= high) this.held += 1;
      }
    }
    const range = isSeen ? this.rangeAt(tick) : undefined;
    if (range !== undefined) this.open.push([tick + horizonS, range.low, range.high]);
  }

  /** Undefined while there was no exposure in a whole minute. */
  rangeAt(tick: number): ShareRange | undefined {
    const exposures = this.exposures.readAt(tick);
    const conversions = this.conversions.readAt(tick);
    const seen = exposures.reduce((sum, count) => sum + count, 0);
    if (!(seen > 0)) return undefined;
    return conversionRange({
      perMinute: exposures.map((count, index) => ({ exposures: count, conversions: conversions[index] ?? 0 })),
      comingExposures: (seen / exposures.length) * this.exposures.minutes,
    });
  }

  get score(): ForecastScore {
    return { scored: this.scored, held: this.held, open: this.open.length };
  }

  save(): SavedConversionForecast {
    return { open: [...this.open], scored: this.scored, held: this.held };
  }

  load(saved: SavedConversionForecast): void {
    this.open = [...saved.open];
    this.scored = saved.scored;
    this.held = saved.held;
  }

  private shareAt(tick: number): number | undefined {
    const exposures = this.exposures.readAt(tick).reduce((sum, count) => sum + count, 0);
    const conversions = this.conversions.readAt(tick).reduce((sum, count) => sum + count, 0);
    return exposures > 0 ? Math.min(1, Math.max(0, conversions / exposures)) : undefined;
  }
}
