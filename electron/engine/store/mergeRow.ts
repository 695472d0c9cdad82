import { addDoubleDouble, type DoubleDouble } from '../../../shared/base/doubleDouble.ts';
import type { SecondRow } from '../../../shared/model/tickInput.ts';

/** A copy of the row that may be added to, for the (coarser) bucket that begins at `bucket`. */
export function copyRow(row: SecondRow, bucket: number): SecondRow {
  return {
    ...row,
    bucket,
    within: row.within.length === 0 ? row.within : [...row.within],
    straddling: row.straddling.length === 0 ? row.straddling : [...row.straddling],
    bins: row.bins && new Map(row.bins),
    bounds: row.bounds && new Map(row.bounds),
  };
}

/** Adds `row` to `into`: what both together say of one series. `row` is the later to arrive, and stays as it was. */
export function mergeRow(into: SecondRow, row: SecondRow): void {
  into.n += row.n;
  addDoubleDouble(into.sum, into.sumLow, row.sum, row.sumLow, scratch);
  into.sum = scratch.high;
  into.sumLow = scratch.low;
  if (row.min < into.min) into.min = row.min;
  if (row.max > into.max) into.max = row.max;
  if (row.lastAt >= into.lastAt) {
    into.last = row.last;
    into.lastAt = row.lastAt;
  }
  if (row.within.length > 0) into.within = addLists(into.within, row.within);
  if (row.straddling.length > 0) into.straddling = addLists(into.straddling, row.straddling);
  if (row.bins !== undefined) into.bins = addTallies(into.bins, row.bins);
  if (row.bounds !== undefined) into.bounds = addTallies(into.bounds, row.bounds);
}

function addLists(into: number[], from: readonly number[]): number[] {
  if (into.length < from.length) return from.map((count, index) => count + (into[index] ?? 0));
  for (let index = 0; index < from.length; index += 1) into[index] = (into[index] ?? 0) + (from[index] ?? 0);
  return into;
}

function addTallies(into: Map<number, number> | undefined, from: ReadonlyMap<number, number>): Map<number, number> {
  if (into === undefined) return new Map(from);
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
  return into;
}

const scratch: DoubleDouble = { high: 0, low: 0 };
