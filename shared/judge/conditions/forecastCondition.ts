import type { LeafCondition } from '../../model/planConditions.ts';
import type { LiveForecast } from '../forecastBook.ts';
import type { LiveCondition, Sight, Truth } from './condition.ts';

export class ForecastCondition implements LiveCondition {
  truth: Truth; clearTruth: Truth; value: number | undefined; n: number | undefined;
  readonly sight: Sight = 'never'; readonly fresh = true; readonly ageMs = 0;
  constructor(_live: LiveForecast, _condition: LeafCondition & { kind: 'forecast' }, _t0: number) {}
  judge(_tick: number): void {}
  explain(): string { return ''; }
  save(): undefined { return undefined; }
  load(): void {}
}
