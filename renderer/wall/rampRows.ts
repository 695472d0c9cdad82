import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from '../present/cells.ts';
import type { Mark } from '../present/levels.ts';
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

/** What is wrong with a cell that has a share; how loud it is that something fires there is asked of its rules. */
export function rampMark(
  { verdict, drift }: Pick<RampCell, 'verdict' | 'drift'>,
  fires: 'crit' | 'caut',
): Mark | undefined {
  if (verdict === 'firing') return fires;
  if (drift !== null) return 'advi';
  if (verdict === 'holding') return 'caut';
  return verdict === 'unknown' ? 'blind' : undefined;
}
