import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { type Shares, sharesAtRamp } from '../armShares.ts';
import type { ExperimentBook } from '../experimentBook.ts';
import type { Book } from './book.ts';

/** Share of the traffic that takes the new path in each cell of the ramp; undefined while nobody knows it. */
export type SharesInForce = readonly { readonly cell: Labels; readonly share: number | undefined }[];

/** Nothing is due to anybody, so exposures of such seconds are held against nothing. */
const unknownShares: Shares = {};

/**
 * What the arms of the plan's experiments should get: the shares follow the ramp, cell by cell, as it is in force, not as
 * it is ordered. While an order waits for its confirmation nobody knows who gets what, and the arms are not judged.
 */
export class ArmShareBook implements Book {
  private readonly plan: Plan;
  private readonly experiments: ExperimentBook;
  private readonly inForce: () => SharesInForce;
  /** What was told last; '' before the first time. */
  private told = '';

  constructor(plan: Plan, experiments: ExperimentBook, inForce: () => SharesInForce) {
    this.plan = plan;
    this.experiments = experiments;
    this.inForce = inForce;
  }

  apply({ kind }: RoomRow): void {
    if (kind.startsWith('order.')) this.follow();
  }

  advance(): void {
    this.follow();
  }

  due(): readonly [] {
    return [];
  }

  save(): unknown {
    return this.told;
  }

  load(saved: unknown): void {
    this.told = typeof saved === 'string' ? saved : '';
  }

  private follow(): void {
    const all = Object.entries(this.plan.experiments);
    if (all.length === 0 || this.plan.ramp === undefined) return;
    const cells = this.inForce();
    const found = cells.map(({ share }) => share ?? 'unknown').join(' ');
    if (found === this.told) return;
    this.told = found;
    const isSame = new Set(cells.map(({ share }) => share)).size === 1;
    for (const [id, experiment] of all) {
      const at = (share: number | undefined): Shares =>
        share === undefined ? unknownShares : sharesAtRamp(experiment, share);
      this.experiments.doubtUnsettled(id);
      // Exposures that bear no cell's labels could be of any cell.
      this.experiments.setShares(id, isSame ? at(cells[0]?.share) : unknownShares);
      if (isSame || !this.experiments.tellsCellsApart(id)) continue;
      for (const { cell, share } of cells) this.experiments.setShares(id, at(share), cell);
    }
  }
}
