import type { Labels } from '../model/series.ts';
import { cellKey, isInCell } from './selector.ts';

/** Which cells some judged sample has borne the labels of. */
export class SeenCells {
  private readonly cells = new Map<string, { readonly cell: Labels; isSeen: boolean }>();

  watch(cell: Labels): void {
    this.cells.set(cellKey(cell), { cell, isSeen: false });
  }

  see(labels: Labels): void {
    for (const one of this.cells.values()) if (!one.isSeen) one.isSeen = isInCell(labels, one.cell);
  }

  has(cell: Labels): boolean {
    return this.cells.get(cellKey(cell))?.isSeen === true;
  }
}
