import type { RampScope } from '../../model/room/rampFacts.ts';
import type { World } from './book.ts';
import type { RampOrder, RampOrders } from './rampOrders.ts';
import { scopeName } from './rampScope.ts';

/** `advance-US-card-1774879200`; a second one in the same second has a number. */
export function orderId(world: World, orders: RampOrders, does: RampOrder['does'], scope: RampScope): string {
  const plain = `${does}-${scopeName(scope)}-${Math.floor(world.nowMs / 1000)}`;
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? plain : `${plain}-${number}`;
    if (orders.get(id) === undefined) return id;
  }
}
