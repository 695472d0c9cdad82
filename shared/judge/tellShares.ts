import type { Plan } from '../model/plan.ts';
import type { Labels } from '../model/series.ts';
import { type Shares, sharesAtRamp } from './armShares.ts';
import type { ExperimentBook } from './experimentBook.ts';

/** Share of the traffic that takes the new path in each cell of the ramp; undefined while nobody knows it. */
export type SharesInForce = readonly { readonly cell: Labels; readonly share: number | undefined }[];

/** Nothing is due to anybody, so exposures of such seconds are held against nothing. */
const unknownShares: Shares = {};

/** What tells these shares from others. */
export function sharesKey(cells: SharesInForce): string {
  return cells.map(({ share }) => share ?? 'unknown').join(' ');
}

/** From now on the arms of the plan's experiments should get what follows from these shares, cell by cell. */
export function tellShares(plan: Plan, experiments: ExperimentBook, cells: SharesInForce): void {
  const isSame = new Set(cells.map(({ share }) => share)).size === 1;
  for (const [id, experiment] of Object.entries(plan.experiments)) {
    const at = (share: number | undefined): Shares =>
      share === undefined ? unknownShares : sharesAtRamp(experiment, share);
    experiments.doubtUnsettled(id);
    // Exposures that bear no cell's labels could be of any cell.
    experiments.setShares(id, isSame ? at(cells[0]?.share) : unknownShares);
    if (isSame || !experiments.tellsCellsApart(id)) continue;
    for (const { cell, share } of cells) experiments.setShares(id, at(share), cell);
  }
}
