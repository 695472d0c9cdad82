import type { ExperimentState, LeafCondition } from '../../model/planConditions.ts';
import { explainState, measureOf } from '../experimentWords.ts';
import { type ExperimentView, isInState, type LiveExperiment, sightingOf } from '../liveExperiment.ts';
import { type LiveCondition, sightOf, Verdict } from './condition.ts';

/** `{ experiment, is }`: the experiment is in this state. See `isInState` for what each asks. */
export class ExperimentCondition implements LiveCondition {
  readonly verdict = new Verdict();
  value: number | undefined;
  n: number | undefined;
  private readonly live: LiveExperiment;
  private readonly state: ExperimentState;
  private view: ExperimentView | undefined;
  private tick = 0;

  constructor(live: LiveExperiment, condition: LeafCondition & { kind: 'experiment' }) {
    this.live = live;
    this.state = condition.is;
  }

  judge(tick: number): void {
    const view = this.live.viewAt(tick);
    const measure = measureOf(this.live, view, this.state);
    this.tick = tick;
    this.view = view;
    const { status, fresh } = sightingOf(view, this.state);
    this.verdict.decide(isInState(view, this.state));
    this.verdict.sight = sightOf(status);
    this.verdict.fresh = fresh;
    this.value = measure?.value;
    this.n = measure?.n;
  }

  explain(): string {
    if (this.view === undefined) return `${this.live.id} was never seen`;
    const words = explainState(this.live, this.view, this.state, this.tick);
    return words.includes(this.state) || this.verdict.truth === undefined ? words : `${words}, and not ${this.state}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}
