import type { Labels } from '../../model/series.ts';
import { isInCell } from '../selector.ts';
import type { World } from './book.ts';
import type { RampCell } from './rampCell.ts';
import { standingOf } from './rampStanding.ts';
import { drift, isOpen, type RampOrder, type RampOrders } from './rampOrders.ts';

export type Answer = 'none' | 'under_way' | 'done' | 'failed';

/** The cells that a trigger in `cell` speaks of when it rolls back `target`: `cell`, `launch` or a wave. */
export function targetedCells(cells: readonly RampCell[], target: string, cell: Labels): RampCell[] {
  if (target === 'launch') return [...cells];
  if (target === 'cell') return cells.filter((one) => isInCell(one.cell, cell));
  return cells.filter(({ wave }) => wave.id === target);
}

/** What has become of the rollback that the trigger, firing since `sinceAt`, asks for. */
export function answerTo(world: World, orders: RampOrders, trigger: string, cell: Labels, sinceAt: number): Answer {
  const own = ownOrder(orders, trigger, cell, sinceAt);
  if (own !== undefined && isOpen(own)) return own.state === 'failed' ? 'failed' : 'under_way';
  const does = world.plan.triggers[trigger]?.does;
  if (does?.kind !== 'rollback') return own?.confirmed === undefined ? 'none' : 'done';
  const targeted = targetedCells(orders.cells, does.rollback, cell);
  if (targeted.some((one) => orders.shareOf(one) > does.to)) return 'none';
  const open = targeted.flatMap((one) => orders.openOn(one) ?? []);
  if (open.length > 0) return open.every(({ state }) => state === 'placed') ? 'under_way' : 'failed';
  if (own?.confirmed !== undefined) return 'done';
  if (targeted.length === 0) return 'none';
  // Whoever ordered it: something came down since, and nothing of it is left above.
  const isObserved = targeted.every((one) => {
    const percent = world.observedPercentOf(one.cell);
    return percent !== undefined && percent <= does.to * 100 + drift;
  });
  if (isObserved || targeted.some(({ lowered }) => lowered > 0 && lowered >= sinceAt)) return 'done';
  return hasComeDown(world, orders, targeted, does.to) ? 'done' : 'none';
}

/**
 * What it asks for was done before it fired: a rollback was confirmed, and nothing has gone up since. Where no cell has ever
 * come down nobody has said where they are, and the trigger waits for telemetry or a person.
 */
function hasComeDown(world: World, orders: RampOrders, targeted: readonly RampCell[], to: number): boolean {
  const isDown = (one: RampCell): boolean => one.lowered >= one.advancedAt && standingOf(world, orders, one) <= to;
  return targeted.some(({ lowered }) => lowered > 0) && targeted.every(isDown);
}

/** The order that the trigger has made since it fired has waited too long for its confirmation. */
export function isAnswerOverdue(orders: RampOrders, trigger: string, cell: Labels, sinceAt: number): boolean {
  const own = ownOrder(orders, trigger, cell, sinceAt);
  return own !== undefined && isOpen(own) && own.overdueAt !== undefined;
}

/** The rollbacks that the trigger has ordered since it fired, those that a later one replaced among them. */
export function ordersFor(orders: RampOrders, trigger: string, cell: Labels, sinceAt: number): RampOrder[] {
  return orders.all().filter(({ does, because, placedAt, ...order }) => {
    const isOwn = does === 'rollback' && because?.trigger === trigger && placedAt >= sinceAt;
    return isOwn && order.by.role === 'system' && isInCell(because.cell, cell) && isInCell(cell, because.cell);
  });
}

function ownOrder(orders: RampOrders, trigger: string, cell: Labels, sinceAt: number): RampOrder | undefined {
  return orders.all().findLast((order) => isFor(order, trigger, cell) && order.placedAt >= sinceAt);
}

function isFor({ does, state, because }: RampOrder, trigger: string, cell: Labels): boolean {
  if (does !== 'rollback' || state === 'cancelled' || because?.trigger !== trigger) return false;
  return isInCell(because.cell, cell) && isInCell(cell, because.cell);
}
