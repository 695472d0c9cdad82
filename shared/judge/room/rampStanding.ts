import type { World } from './book.ts';
import type { RampCell } from './rampCell.ts';
import { drift, driftAfterMs, type RampOrders } from './rampOrders.ts';

/** The highest share that the cell may have: as ordered, as a cancelled or failed order left it, or as telemetry insists. */
export function standingOf(world: World, orders: RampOrders, one: RampCell): number {
  const share = orders.shareOf(one);
  if (one.differsSince === undefined || world.nowMs - one.differsSince < driftAfterMs) return share;
  const observed = world.observedPercentOf(one.cell);
  return observed === undefined || observed <= share * 100 + drift ? share : Math.min(1, observed / 100);
}
