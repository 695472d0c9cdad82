import type { Plan } from '../model/plan.ts';
import type { Labels } from '../model/series.ts';
import type { ExperimentBook } from './experimentBook.ts';
import type { PercentReader } from './observedPercent.ts';
import { cellsOf } from './selector.ts';
import { sharesKey, type SharesInForce, tellShares } from './tellShares.ts';

/**
 * What the arms should get where telemetry tells of every cell how far it is: that needs nobody to have ordered it. Where a
 * cell is not told of, it is left to the room, or to the plan's shares.
 */
export class ObservedShares {
  private readonly plan: Plan;
  private readonly experiments: ExperimentBook;
  private readonly percentOf: PercentReader;
  private readonly cells: readonly Labels[];
  /** What was told last; '' before the first time. */
  private told = '';

  constructor(plan: Plan, experiments: ExperimentBook, percentOf: PercentReader) {
    this.plan = plan;
    this.experiments = experiments;
    this.percentOf = percentOf;
    const isAsked = plan.ramp?.observed !== undefined && Object.keys(plan.experiments).length > 0;
    this.cells = isAsked ? cellsOf(Object.keys(plan.dimensions), plan.dimensions) : [];
  }

  /** Before the exposures of the tick are taken in, so that they are held against what was observed with them. */
  follow(tick: number): void {
    if (this.cells.length === 0) return;
    const cells: SharesInForce = this.cells.map((cell) => {
      const percent = this.percentOf(cell, tick);
      return { cell, share: percent === undefined ? undefined : percent / 100 };
    });
    const found = sharesKey(cells);
    if (found === this.told || cells.some(({ share }) => share === undefined)) return;
    this.told = found;
    tellShares(this.plan, this.experiments, cells);
  }

  save(): string {
    return this.told;
  }

  load(saved: string): void {
    this.told = saved;
  }
}
