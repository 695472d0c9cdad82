import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from '../present/cells.ts';
import type { RampCell } from '../present/wire.ts';

/** The ramp's cells by everything but the dimension that goes across. */
export function rampRows(
  cells: readonly RampCell[],
  across: string,
  plan: Plan | undefined,
): (readonly [name: string, cells: readonly RampCell[]])[] {
  const rows = new Map<string, RampCell[]>();
  for (const cell of cells) {
    const { [across]: _own, ...rest } = cell.cell;
    const name = cellWords(rest, plan);
    rows.set(name, [...(rows.get(name) ?? []), cell]);
  }
  return [...rows];
}
