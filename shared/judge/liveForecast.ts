import type { Forecast } from '../model/planExperiments.ts';
import type { SecondsRange } from '../stats/exhaustion.ts';
import { rangeToZero, type RunOut, secondsToZero } from '../stats/forecast.ts';
import type { ArrivalCount, Board } from './board.ts';
import type { Feed } from './feed.ts';
import { type IndicatorBook, windowSpan } from './indicatorBook.ts';
import { MinuteCounts } from './minuteCounts.ts';
import type { Reading } from './reading.ts';
import { ReturnedStock, type SavedStock } from './returnedStock.ts';
import { RunOutScore, type SavedRunOutScore } from './runOutScore.ts';
import { seenThrough, type Sighting } from './sighting.ts';

/** What is known after a tick of when the stock runs out. */
export interface ForecastView {
  /**
   * `none`: nothing was consumed on balance, so it is not on this path. `insufficient`: less than a minute was seen.
   * Once nothing is left it is `known` whatever is consumed.
   */
  readonly sighting: Sighting;
  readonly remaining: number | undefined;
  /** Consumed in the minutes that were seen, before anything that came back. */
  readonly consumed: number;
  readonly returned: number;
  /** Whole minutes behind it. */
  readonly minutes: number;
  /** Seconds from now, the point alone; undefined unless it is known. 0 once nothing is left. */
  readonly seconds: number | undefined;
  /** Since when nothing is left, ms. */
  readonly goneAt: number | undefined;
  /** What the range is made of. */
  readonly runOut: RunOut;
}

export interface SavedForecast {
  readonly goneTick: number | null;
  readonly stock: SavedStock;
  readonly score: SavedRunOutScore;
}

/** When `remaining` runs out at the pace of `consumed` over the last minutes. */
export class LiveForecast {
  readonly id: string;
  readonly remaining: Reading;
  readonly score = new RunOutScore();
  private readonly feed: Feed;
  private readonly counts: MinuteCounts;
  private readonly arrived: ArrivalCount;
  private readonly stock: ReturnedStock;
  /** Since when nothing is left; undefined while something is. */
  private goneTick: number | undefined;
  private view: ForecastView | undefined;
  private viewTick = -1;

  constructor(id: string, forecast: Forecast, board: Board, indicators: IndicatorBook) {
    this.id = id;
    this.remaining = indicators.reading(forecast.remaining, {}, windowSpan(forecast.last, 0));
    this.feed = indicators.follow([forecast.consumed]);
    this.counts = new MinuteCounts(board, forecast.consumed, forecast.last, this.feed);
    this.arrived = board.arrivalCount(forecast.consumed, {});
    this.stock = new ReturnedStock(this.counts.minutes);
  }

  advance(tick: number): void {
    const { value } = this.remaining.readAt(tick);
    if (value === undefined || this.remaining.status(0) !== 'known') return;
    if (value > 0) this.goneTick = undefined;
    else if (this.goneTick === undefined) {
      this.goneTick = tick;
      this.score.reach(tick);
    }
    if (tick % 60 !== 0) return;
    if (value > 0) this.keep(tick);
    this.stock.note(tick, value, this.arrived.total.high);
  }

  /** The same object for the same tick. */
  viewAt(tick: number): ForecastView {
    if (this.view === undefined || this.viewTick !== tick) {
      this.view = this.look(tick);
      this.viewTick = tick;
    }
    return this.view;
  }

  /** The point with its 90 % range, seconds from now; undefined unless it is known. Dearer than the view. */
  rangeAt(tick: number): SecondsRange | undefined {
    const view = this.viewAt(tick);
    return view.seconds === undefined ? undefined : rangeToZero(view.runOut);
  }

  /**
   * "If we go to 50 % at 15:00": the range when the demand of each coming minute is that multiple of what it would be,
   * the last of them for good. Asks only: nothing of it is kept or scored.
   */
  overlay(multipliers: readonly number[], tick: number): SecondsRange | undefined {
    const view = this.viewAt(tick);
    return view.seconds === undefined ? undefined : rangeToZero({ ...view.runOut, multipliers });
  }

  save(): SavedForecast {
    return { goneTick: this.goneTick ?? null, stock: this.stock.save(), score: this.score.save() };
  }

  load(saved: SavedForecast): void {
    this.goneTick = saved.goneTick ?? undefined;
    this.stock.load(saved.stock);
    this.score.load(saved.score);
  }

  private keep(tick: number): void {
    this.score.pass(tick);
    const range = this.rangeAt(tick);
    if (range !== undefined) this.score.keep(tick, range);
  }

  private look(tick: number): ForecastView {
    const { value, ageMs, of } = this.remaining.readAt(tick);
    const left: Sighting = { status: this.remaining.status(0), ageMs, fresh: ageMs <= of.freshAfterMs };
    const counts = this.counts.readAt(tick);
    const returned = this.stock.readAt(tick, value ?? 0, this.arrived.total.high, counts.length);
    const perMinute = counts.map((count, index) => count - (returned[index] ?? 0));
    const runOut = { remaining: value ?? 0, perMinute };
    const isGone = left.status === 'known' && value !== undefined && value <= 0;
    const seconds = isGone ? 0 : secondsToZero(runOut);
    const sighting = isGone ? left : seenThrough([left, this.paceAt(tick, counts.length, seconds)]);
    return {
      sighting,
      remaining: value,
      consumed: sum(counts),
      returned: sum(returned),
      minutes: counts.length,
      seconds: sighting.status === 'known' ? seconds : undefined,
      goneAt: isGone && this.goneTick !== undefined ? this.goneTick * 1000 : undefined,
      runOut,
    };
  }

  private paceAt(tick: number, minutes: number, seconds: number | undefined): Sighting {
    const ageMs = this.feed.ageAt(tick);
    const heard = this.feed.statusAt(tick);
    const status =
      heard !== 'known' ? heard : minutes === 0 ? 'insufficient' : seconds === undefined ? 'none' : 'known';
    return { status, ageMs, fresh: ageMs <= this.feed.freshAfterMs };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
