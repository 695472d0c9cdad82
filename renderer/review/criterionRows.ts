import { isSameCell } from '../present/cells.ts';
import type { Judged } from '../present/wire.ts';

type Criterion = Judged['criteria'][number];

export interface CriterionRow {
  readonly reading: Criterion;
  readonly why: string;
  /** So many cells of it stand for one row: what passes everywhere is said once. */
  readonly cells: number;
}

/** Criteria as they are read in a review. `whole` has what the picture left out; where it is of another state it is left out. */
export function criterionRows(readings: readonly Criterion[], whole: readonly Criterion[]): CriterionRow[] {
  const rows = new Map<string, CriterionRow>();
  for (const reading of readings) {
    const same = whole.find(({ id, cell, state }) => {
      return id === reading.id && state === reading.state && isSameCell(cell, reading.cell);
    });
    const key = reading.state === 'pass' ? reading.id : `${reading.id} ${JSON.stringify(reading.cell)}`;
    const before = rows.get(key);
    if (before === undefined) rows.set(key, { reading, why: reading.why ?? same?.why ?? '', cells: 1 });
    else rows.set(key, { ...before, why: '', cells: before.cells + 1 });
  }
  return [...rows.values()];
}
