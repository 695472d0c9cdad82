import type { RoomFact } from '../../model/room/roomFact.ts';
import type { World } from './book.ts';
import { drift, type RampOrder, type RampOrders } from './rampOrders.ts';

const stableAfterMs = 60_000;
const overdueAfterMs = { rollback: 60_000, advance: 120_000, narrow: 120_000 };

/** What becomes of orders by themselves: telemetry confirms them, calm makes them stable, and time makes them overdue. */
export function dueOrders(world: World, orders: RampOrders): RoomFact[] {
  const facts: RoomFact[] = [];
  for (const order of orders.all()) {
    if (order.endedAt !== undefined) continue;
    const { id, state, does, placedAt, overdueAt, calmSince } = order;
    const how = state === 'placed' || state === 'failed' ? confirmation(world, orders, order) : undefined;
    if (how !== undefined) facts.push({ kind: 'order.confirmed', body: { order: id, how } });
    else if (state === 'placed') {
      if (overdueAt !== undefined || world.nowMs - placedAt < overdueAfterMs[does]) continue;
      facts.push({ kind: 'order.fell_overdue', body: { order: id } });
    } else if (state === 'confirmed' && calmSince !== undefined && world.nowMs - calmSince >= stableAfterMs) {
      facts.push({ kind: 'order.stabilized', body: { order: id } });
    }
  }
  return facts;
}

function confirmation(world: World, orders: RampOrders, order: RampOrder): 'observed' | 'webhook' | undefined {
  // Who is eligible shows in no share.
  const isObserved = world.plan.ramp?.observed !== undefined && order.does !== 'narrow';
  if (!isObserved) {
    return order.actuator === 'webhook' && order.isAccepted && order.state === 'placed' ? 'webhook' : undefined;
  }
  const isThere = orders.liveCells(order).every(({ cell, command }) => {
    const observed = world.observedPercentOf(cell);
    return observed !== undefined && Math.abs(observed - command.share * 100) <= drift;
  });
  return isThere ? 'observed' : undefined;
}
