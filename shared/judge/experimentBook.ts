import type { Plan } from '../model/plan.ts';
import type { Labels } from '../model/series.ts';
import type { Shares } from './armShares.ts';
import type { SavedSplit } from './armSplit.ts';
import type { Board } from './board.ts';
import type { SavedConversionForecast } from './conversionForecast.ts';
import { type ExperimentReading, readExperiment } from './experimentReading.ts';
import type { IndicatorBook } from './indicatorBook.ts';
import { LiveExperiment } from './liveExperiment.ts';
import type { PercentReader } from './observedPercent.ts';
import { ObservedShares } from './observedShares.ts';

/** What experiments remember between ticks beside the board's sums. Plain JSON. */
export interface SavedExperiments {
  /** The shares that were observed last. */
  readonly observed: string;
  readonly experiments: readonly { readonly split: SavedSplit; readonly forecast: SavedConversionForecast }[];
}

/** The plan's experiments, judged at every tick. */
export class ExperimentBook {
  private readonly plan: Plan;
  private readonly experiments: readonly LiveExperiment[];
  private readonly observed: ObservedShares;

  /** `percentOf`: what telemetry observes of the ramp. */
  constructor(plan: Plan, board: Board, indicators: IndicatorBook, percentOf: PercentReader = () => undefined) {
    this.plan = plan;
    this.experiments = Object.entries(plan.experiments).map(
      ([id, experiment]) => new LiveExperiment(id, experiment, plan, board, indicators),
    );
    this.observed = new ObservedShares(plan, this, percentOf);
  }

  experiment(id: string): LiveExperiment {
    const live = this.experiments.find((one) => one.id === id);
    if (live === undefined) throw new Error(`The plan has no experiment ${id}; lint says so before judging.`);
    return live;
  }

  /**
   * From the last judged tick on, exposures should come to the arms in these shares: when a ramp moves, `sharesAtRamp` of
   * its percent. They are the plan's `arms` until then. With a cell (all of the plan's dimensions with their values)
   * they hold for exposures that bear its labels; without one, for the launch, and every cell's own shares end. To be
   * told when the percent is in force, not when it is ordered: exposures are held against the shares of their second.
   * Without any share they are held against nothing.
   */
  setShares(id: string, shares: Shares, cell: Labels = {}): void {
    this.experiment(id).split.setShares(shares, cell);
  }

  /** The shares have changed, nobody knows when: exposures of seconds that have not settled are held against nothing. */
  doubtUnsettled(id: string): void {
    this.experiment(id).split.doubtUnsettled();
  }

  /** Whether its exposures are counted by ramp cell: not where the ramp has one cell, or far too many. */
  tellsCellsApart(id: string): boolean {
    return this.experiment(id).split.tellsCellsApart;
  }

  advance(tick: number): void {
    this.observed.follow(tick);
    for (const live of this.experiments) live.advance(tick);
  }

  readAt(tick: number): Record<string, ExperimentReading> {
    return Object.fromEntries(this.experiments.map((live) => [live.id, readExperiment(live, this.plan.launch, tick)]));
  }

  save(): SavedExperiments {
    return {
      observed: this.observed.save(),
      experiments: this.experiments.map(({ split, forecast }) => ({ split: split.save(), forecast: forecast.save() })),
    };
  }

  load(saved: unknown): void {
    const { observed, experiments: all } = saved as SavedExperiments;
    this.observed.load(observed);
    this.experiments.forEach(({ split, forecast }, index) => {
      const one = all[index];
      if (one === undefined) return;
      split.load(one.split);
      forecast.load(one.forecast);
    });
  }
}
