import type { Plan } from '../../shared/model/plan.ts';
import { cellWords } from '../present/cells.ts';
import type { Ramp, RampCell } from '../present/wire.ts';

/** The ramp as a matrix: one dimension across, the others down. A ramp of one dimension is one row. */
export interface RampMatrix {
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (RampCell | undefined)[] }[];
}

export function rampMatrix({ cells }: Ramp, plan: Plan): RampMatrix {
  const [across, ...down] = Object.entries(plan.dimensions);
  if (across === undefined) return { columns: [''], rows: [{ name: '', cells: [cells[0]] }] };
  const [name, values] = across;
  const rows = combinations(down).map((rest) => ({
    name: Object.values(rest).join(' '),
    cells: values.map((value) =>
      cells.find(({ cell }) => cell[name] === value && Object.entries(rest).every(([key, one]) => cell[key] === one)),
    ),
  }));
  return { columns: values, rows };
}

function combinations(dimensions: readonly (readonly [string, readonly string[]])[]): Record<string, string>[] {
  return dimensions.reduce<Record<string, string>[]>(
    (made, [name, values]) => made.flatMap((rest) => values.map((value) => ({ ...rest, [name]: value }))),
    [{}],
  );
}

/** Cells of which nobody tells what is really there: what was ordered is known of them, and no more. */
export const unobserved = ({ cells }: Ramp): RampCell[] => cells.filter(({ observed }) => observed === null);

/** The cell that moves next: the first that may, else the one that waits for least. */
export function nextCell({ cells }: Ramp): RampCell | undefined {
  const open = cells.filter(({ next }) => next !== null);
  const begun = open.filter(({ commanded }) => commanded > 0);
  const timed = [...(begun.length > 0 ? begun : open)];
  timed.sort((one, other) => (one.next?.allowedAt ?? Infinity) - (other.next?.allowedAt ?? Infinity));
  return timed[0];
}

export const cellName = ({ cell }: RampCell, plan: Plan | undefined): string => cellWords(cell, plan);
