import type { Plan } from '../../shared/model/plan.ts';

/** A combination of the plan's labels; `{}` is the whole launch. */
export type Cell = Readonly<Record<string, string>>;

/** `US card`, in the order of the plan's dimensions; the empty text for the whole launch. */
export function cellWords(cell: Cell, plan: Plan | undefined): string {
  const known = Object.keys(plan?.dimensions ?? {});
  const names = [...known.filter((name) => name in cell), ...Object.keys(cell).filter((name) => !known.includes(name))];
  return names.map((name) => cell[name] ?? '').join(' ');
}

export function isWholeLaunch(cell: Cell): boolean {
  return Object.keys(cell).length === 0;
}

export function isSameCell(one: Cell, other: Cell): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
