import type { Plan } from '../model/plan.ts';
import type { Board } from './board.ts';
import type { IndicatorBook } from './indicatorBook.ts';

export interface ExperimentReading { readonly state: string }
export interface LiveExperiment { readonly id: string }

export class ExperimentBook {
  constructor(_plan: Plan, _board: Board, _indicators: IndicatorBook) {}
  experiment(id: string): LiveExperiment { return { id }; }
  advance(_tick: number): void {}
  readAt(_tick: number): Record<string, ExperimentReading> { return {}; }
  save(): unknown { return null; }
  load(_saved: unknown): void {}
}
