import type { Labels, Series } from '../model/series.ts';

/** Picks samples by metric and labels; a label may have any of the values listed. */
export interface Selector {
  readonly metric: string;
  readonly where?: Readonly<Record<string, readonly string[]>> | undefined;
}

export function matchesLabels(labels: Labels, where: Selector['where']): boolean {
  if (where === undefined) return true;
  for (const [name, allowed] of Object.entries(where)) {
    const value = labels[name];
    if (value === undefined || !allowed.includes(value)) return false;
  }
  return true;
}

export function matchesSeries(selector: Selector, series: Series): boolean {
  return series.metric === selector.metric && matchesLabels(series.labels, selector.where);
}

/** A cell is some labels with their values; everything that bears them belongs to it. `{}` is the whole launch. */
export function isInCell(labels: Labels, cell: Labels): boolean {
  for (const [name, value] of Object.entries(cell)) if (labels[name] !== value) return false;
  return true;
}

/**
 * Every combination of the labels' values in the order of `dimensions`, its last label turning fastest. One empty cell
 * for no labels, none where a label is no dimension.
 */
export function cellsOf(each: readonly string[], dimensions: Readonly<Record<string, readonly string[]>>): Labels[] {
  if (each.some((label) => !Object.hasOwn(dimensions, label))) return [];
  let cells: Labels[] = [{}];
  for (const [label, values] of Object.entries(dimensions)) {
    if (each.includes(label)) cells = cells.flatMap((cell) => values.map((value) => ({ ...cell, [label]: value })));
  }
  return cells;
}

export function cellKey(cell: Labels): string {
  return Object.entries(cell)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(',');
}

/** For sentences: `US card`, or `the launch`. */
export function cellWords(cell: Labels): string {
  const values = Object.values(cell);
  return values.length === 0 ? 'the launch' : values.join(' ');
}
