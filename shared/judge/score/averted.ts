import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { leaves } from '../planWindows.ts';
import { countsExposed, indicatorOf } from '../room/rampExposure.ts';
import { cellKey, isInCell } from '../selector.ts';

/**
 * True where a trigger that was expected in this cell had nothing to fire at in a rehearsal: it looks at the new path, and
 * at its deadline nobody was on it there, because the room never let anybody in or had taken it back. A world that does
 * not answer the room burns on whatever is ordered: there a trigger that is silent has missed.
 */
export function isAverted(plan: Plan, trigger: string, cell: Labels, byMs: number, rows: readonly RoomRow[]): boolean {
  if (plan.ramp === undefined || !looksAtExposed(plan, trigger)) return false;
  const shares = new Map<string, number>();
  const cancelled = new Set(rows.flatMap(({ kind, body }) => (kind === 'order.cancelled' ? [body.order] : [])));
  for (const { kind, body, at } of rows) {
    if (kind !== 'order.placed' || body.does === 'narrow' || cancelled.has(body.order)) continue;
    for (const { cell: moved, from, to } of body.cells.filter((one) => isInCell(one.cell, cell))) {
      // The first order after the deadline tells where the cell stood until then.
      if (at <= byMs) shares.set(cellKey(moved), to);
      else if (!shares.has(cellKey(moved))) shares.set(cellKey(moved), from);
    }
  }
  return [...shares.values()].every((share) => share === 0);
}

function looksAtExposed(plan: Plan, trigger: string): boolean {
  const rule = plan.triggers[trigger];
  if (rule === undefined) return false;
  return leaves(rule.when).some((leaf) => {
    if (leaf.kind === 'experiment') return true;
    const id = indicatorOf(plan, leaf) ?? '';
    const indicator = plan.indicators[id];
    return countsExposed(plan, indicator?.kind === 'compare' ? indicator.treatment : id);
  });
}
