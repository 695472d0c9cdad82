import type { Plan } from '../model/plan.ts';
import type { Board } from './board.ts';
import type { IndicatorBook } from './indicatorBook.ts';

export interface ForecastReading { readonly state: string }
export interface LiveForecast { readonly id: string }

export class ForecastBook {
  constructor(_plan: Plan, _board: Board, _indicators: IndicatorBook) {}
  forecast(id: string): LiveForecast { return { id }; }
  advance(_tick: number): void {}
  readAt(_tick: number): Record<string, ForecastReading> { return {}; }
  save(): unknown { return null; }
  load(_saved: unknown): void {}
}
