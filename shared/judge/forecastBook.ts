import type { Plan } from '../model/plan.ts';
import type { Board } from './board.ts';
import { ExhaustionScores } from './exhaustionScores.ts';
import { type ForecastReading, readForecast, readScore, type ScoreReading } from './forecastReading.ts';
import type { IndicatorBook } from './indicatorBook.ts';
import { LiveForecast, type SavedForecast } from './liveForecast.ts';
import type { SavedRunOutScore } from './runOutScore.ts';
import type { SloBook } from './sloBook.ts';

/** What forecasts remember between ticks beside the board's sums, in the order of the plan. Plain JSON. */
export interface SavedForecasts {
  readonly forecasts: readonly SavedForecast[];
  readonly exhaustion: readonly SavedRunOutScore[];
}

/** The plan's forecasts, and how the forecasts of its budgets did. */
export class ForecastBook {
  private readonly forecasts: readonly LiveForecast[];
  private readonly exhaustion: ExhaustionScores;

  constructor(plan: Plan, board: Board, indicators: IndicatorBook, slos: SloBook) {
    this.forecasts = Object.entries(plan.forecasts).map(
      ([id, forecast]) => new LiveForecast(id, forecast, board, indicators),
    );
    this.exhaustion = new ExhaustionScores(plan, slos);
  }

  forecast(id: string): LiveForecast {
    const live = this.forecasts.find((one) => one.id === id);
    if (live === undefined) throw new Error(`The plan has no forecast ${id}; lint says so before judging.`);
    return live;
  }

  advance(tick: number): void {
    for (const live of this.forecasts) live.advance(tick);
    this.exhaustion.advance(tick);
  }

  readAt(tick: number): Record<string, ForecastReading> {
    return Object.fromEntries(this.forecasts.map((live) => [live.id, readForecast(live, tick)]));
  }

  /** How the forecasts of when this objective's budget is gone did; undefined without a budget. */
  exhaustionScore(slo: string): ScoreReading | undefined {
    const score = this.exhaustion.score(slo);
    return score === undefined ? undefined : readScore(score);
  }

  save(): SavedForecasts {
    return { forecasts: this.forecasts.map((live) => live.save()), exhaustion: this.exhaustion.save() };
  }

  load(saved: unknown): void {
    const { forecasts, exhaustion } = saved as SavedForecasts;
    this.forecasts.forEach((live, index) => {
      const one = forecasts[index];
      if (one !== undefined) live.load(one);
    });
    this.exhaustion.load(exhaustion);
  }
}
