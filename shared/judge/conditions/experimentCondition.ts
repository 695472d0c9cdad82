import type { ExperimentState, LeafCondition } from '../../model/planConditions.ts';
import { explainState, measureOf } from '../experimentWords.ts';
import { type ExperimentView, isInState, type LiveExperiment, sightingOf } from '../liveExperiment.ts';
import type { Sighting } from '../sighting.ts';
import { type LiveCondition, type Sight, sightOf, type Truth } from './condition.ts';

/** `{ experiment, is }`: the experiment is in this state. See `isInState` for what each asks. */
export class ExperimentCondition implements LiveCondition {
  truth: Truth;
  value: number | undefined;
  n: number | undefined;
  private readonly live: LiveExperiment;
  private readonly state: ExperimentState;
  private view: ExperimentView | undefined;
  private sighting: Sighting = { status: 'never', ageMs: Infinity, fresh: false };
  private tick = 0;

  constructor(live: LiveExperiment, condition: LeafCondition & { kind: 'experiment' }) {
    this.live = live;
    this.state = condition.is;
  }

  get clearTruth(): Truth {
    return this.truth;
  }

  get sight(): Sight {
    return sightOf(this.sighting.status);
  }

  get fresh(): boolean {
    return this.sighting.fresh;
  }

  get ageMs(): number {
    return this.sighting.ageMs;
  }

  judge(tick: number): void {
    const view = this.live.viewAt(tick);
    const measure = measureOf(this.live, view, this.state);
    this.tick = tick;
    this.view = view;
    this.truth = isInState(view, this.state);
    this.sighting = sightingOf(view, this.state);
    this.value = measure?.value;
    this.n = measure?.n;
  }

  explain(): string {
    if (this.view === undefined) return `${this.live.id} was never seen`;
    const words = explainState(this.live, this.view, this.state, this.tick);
    return words.includes(this.state) || this.truth === undefined ? words : `${words}, and not ${this.state}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}
