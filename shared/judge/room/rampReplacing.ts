import type { Labels } from '../../model/series.ts';
import type { FactBody } from '../../model/room/roomFact.ts';
import type { Eligible, RampCell } from './rampCell.ts';
import { isOpen, type OrderedCell, type RampOrder, type RampOrders } from './rampOrders.ts';

type NarrowedTo = NonNullable<FactBody<'order.placed'>['eligible']>;

/** A cell that an order takes from one share to another. */
export interface Move {
  readonly cell: Labels;
  readonly from: number;
  readonly to: number;
  /** Who is left in it; absent where everybody is. */
  readonly eligible?: NarrowedTo;
}

/** What one rollback says, so that no order under way speaks of any of its cells beside it. */
export interface Replacing {
  /** Orders that are cancelled for it. */
  readonly cancels: readonly string[];
  /** The cells asked for, and those that would be left behind by what is cancelled. */
  readonly cells: Move[];
}

/**
 * An order that is cancelled has told the actuator something already, and nobody would tell it anything else of the cells
 * that are not asked for: the new order says of each where it shall be.
 */
export function replacing(orders: RampOrders, asked: readonly Move[]): Replacing {
  const cells = new Map<string, Move>();
  for (const { cell, from, to } of asked) {
    const one = orders.find(cell);
    if (one === undefined) continue;
    const open = orders.openOn(one);
    // Nothing goes up by a rollback, where the cell may be above what it is commanded to.
    const least = open === undefined ? Math.min(to, one.command.share) : to;
    cells.set(one.key, moveOf(one, open, Math.max(from, highest(open, one)), least));
  }
  const replaced = orders.all().filter((order) => isOpen(order) && order.live.some((key) => cells.has(key)));
  for (const order of replaced) {
    for (const one of orders.liveCells(order)) {
      if (cells.has(one.key)) continue;
      const to = placeOf(order, one)?.[order.does === 'rollback' ? 'to' : 'from'] ?? one.command.share;
      cells.set(one.key, moveOf(one, order, Math.max(to, highest(order, one)), to));
    }
  }
  return { cancels: replaced.map(({ id }) => id), cells: [...cells.values()] };
}

/** Going back lets nobody in who was narrowed away, also where the narrowing itself is what is replaced. */
function moveOf(one: RampCell, open: RampOrder | undefined, from: number, to: number): Move {
  const eligible = one.command.eligible ?? (open === undefined ? undefined : placeOf(open, one)?.eligible);
  return { cell: { ...one.cell }, from, to, ...(eligible === undefined ? {} : { eligible: plain(eligible) }) };
}

function plain(eligible: Eligible): NarrowedTo {
  return Object.fromEntries(Object.entries(eligible).map(([label, values]) => [label, [...values]]));
}

/** Where the cell may be, as long as nobody knows how much of the order has happened. */
function highest(order: RampOrder | undefined, one: RampCell): number {
  const { from, to } = (order === undefined ? undefined : placeOf(order, one)) ?? { from: 0, to: 0 };
  return Math.max(from, to, one.mayBeAt);
}

function placeOf({ cells }: RampOrder, { key }: RampCell): OrderedCell | undefined {
  return cells.find((one) => one.key === key);
}
