import type { RampScope } from '../../model/room/rampFacts.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { Labels } from '../../model/series.ts';
import { cellWords, isInCell } from '../selector.ts';
import { refuse } from './book.ts';
import type { RampCell } from './rampCell.ts';

/** The cells of the ramp that a command speaks of. A cell with fewer labels stands for all that bear them. */
export function cellsInScope(cells: readonly RampCell[], scope: RampScope): RampCell[] {
  return cells.filter((one) => isInScope(one, scope));
}

export function isInScope({ cell, wave }: RampCell, scope: RampScope): boolean {
  if ('launch' in scope) return true;
  return 'wave' in scope ? wave.id === scope.wave : isInCell(cell, scope.cell);
}

/** The same, where a scope without any cell is refused. */
export function requireCells(cells: readonly RampCell[], scope: RampScope): RampCell[] | CommandRefusal {
  const found = cellsInScope(cells, scope);
  if (found.length > 0) return found;
  if (cells.length === 0) return refuse('not_found', 'The plan has no ramp; add one with stages and waves.');
  if ('wave' in scope) return refuse('not_found', `The ramp has no wave ${scope.wave}.`);
  return refuse('not_found', `No wave of the ramp reaches ${scopeWords(scope)}.`);
}

/** For sentences: `US card`, `the wave first`, `the launch`. */
export function scopeWords(scope: RampScope): string {
  if ('launch' in scope) return 'the launch';
  return 'wave' in scope ? `the wave ${scope.wave}` : cellWords(scope.cell);
}

const mostNamed = 6;

/** `US card and UK card`; many are counted. */
export function cellsWords(cells: readonly Labels[]): string {
  const names = cells.slice(0, cells.length > mostNamed ? mostNamed - 1 : mostNamed).map(cellWords);
  if (cells.length > mostNamed) names.push(`${cells.length - names.length} more`);
  const last = names.at(-1) ?? 'no cell';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

const longestName = 150;

/** A part of an order's id that says what it speaks of. */
export function scopeName(scope: RampScope): string {
  if ('launch' in scope) return 'launch';
  const name = 'wave' in scope ? scope.wave : cellWords(scope.cell).replace(/\s+/g, '-');
  return name.slice(0, longestName);
}
