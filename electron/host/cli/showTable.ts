import type { Paint, Style } from './paint.ts';

/** A cell of a table: its text, and the style of that text. */
export type Cell = string | { readonly text: string; readonly style: Style | undefined };

/** `right` for numbers; `free` for sentences in the last column, which are neither padded nor measured. */
export type Column = 'left' | 'right' | 'free';

/**
 * Lines of a table, two spaces apart. `rows` is gone through twice, once to measure and once to write, so that a table
 * of any length need not be held in memory.
 */
export function* showTable(
  rows: Iterable<readonly Cell[]>,
  columns: readonly Column[],
  paint: Paint,
): Generator<string> {
  const widths = columns.map(() => 0);
  for (const row of rows) {
    columns.forEach((column, index) => {
      if (column !== 'free') widths[index] = Math.max(widths[index] ?? 0, lengthOf(textOf(row[index])));
    });
  }
  for (const row of rows) {
    const cells = columns.map((column, index) => {
      const cell = row[index];
      const text = textOf(cell);
      const pad = ' '.repeat(Math.max(0, (widths[index] ?? 0) - lengthOf(text)));
      const painted = typeof cell === 'object' ? paint(cell.style, text) : text;
      return column === 'right' ? pad + painted : painted + pad;
    });
    yield `${cells.join('  ').trimEnd()}\n`;
  }
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? cell.text : (cell ?? '');
}

function lengthOf(text: string): number {
  return [...text].length;
}
