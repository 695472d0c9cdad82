import type { LeafCondition } from '../../model/planConditions.ts';
import type { LiveExperiment } from '../experimentBook.ts';
import type { LiveCondition, Sight, Truth } from './condition.ts';

export class ExperimentCondition implements LiveCondition {
  truth: Truth; clearTruth: Truth; value: number | undefined; n: number | undefined;
  readonly sight: Sight = 'never'; readonly fresh = true; readonly ageMs = 0;
  constructor(_live: LiveExperiment, _condition: LeafCondition & { kind: 'experiment' }) {}
  judge(_tick: number): void {}
  explain(): string { return ''; }
  save(): undefined { return undefined; }
  load(): void {}
}
