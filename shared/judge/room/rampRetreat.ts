import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { RampScope } from '../../model/room/rampFacts.ts';
import type { CommandArgs, RoomFact } from '../../model/room/roomFact.ts';
import { canonicalJson } from '../../base/canonicalJson.ts';
import { percentWords } from '../words.ts';
import { type Decided, refuse, type World } from './book.ts';
import { missingRight } from './missingRight.ts';
import { firingOn, type RampBasis } from './rampBlocks.ts';
import { type Eligible, type RampCell, stageBelow } from './rampCell.ts';
import { orderId } from './rampOrderId.ts';
import { standingOf } from './rampStanding.ts';
import { replacing } from './rampReplacing.ts';
import { cellsWords, requireCells, scopeWords } from './rampScope.ts';

/** Back by one stage, or to a share. It asks for no criterion, and replaces what else is under way. */
export function decideRollback(
  basis: RampBasis,
  { scope, to, reason }: CommandArgs<'ramp.rollback'>,
  actor: LedgerActor,
): Decided {
  const { world, orders } = basis;
  const cells = requireCells(orders.cells, scope);
  if ('code' in cells) return cells;
  const missing = missingSay(world, cells, scope, actor, 'roll back');
  if (missing !== undefined) return missing;
  const stages = world.plan.ramp?.stages ?? [];
  const lowered = cells.flatMap((one) => {
    const from = standingOf(world, orders, one);
    const open = orders.openOn(one);
    const isGoingDown = open?.state === 'placed' && open.does === 'rollback';
    // One step back that is asked for twice is still one step.
    const target = to ?? (isGoingDown ? undefined : stageBelow(stages, from));
    if (target === undefined || from <= target) return [];
    return [{ cell: { ...one.cell }, from, to: target }];
  });
  if (lowered.length === 0) {
    const names = cellsWords(cells.map(({ cell }) => cell));
    const where = to === undefined ? 'on its way down, or at the lowest stage,' : `at or below ${percentWords(to)}`;
    return refuse('already_done', `${names} is ${where} already.`);
  }
  const { cancels, cells: moved } = replacing(orders, lowered);
  return [
    ...cancels.map((order): RoomFact => {
      return { kind: 'order.cancelled', body: { order, reason: `Replaced by a rollback: ${reason}`.slice(0, 2000) } };
    }),
    {
      kind: 'order.placed',
      body: {
        order: orderId(world, orders, 'rollback', scope),
        does: 'rollback',
        cells: moved,
        reason,
        actuator: world.plan.ramp?.actuator.kind ?? 'manual',
      },
    },
  ];
}

/** Fewer users are eligible; more than now would be an advance. */
export function decideNarrow(
  { world, orders }: RampBasis,
  { scope, eligible, reason }: CommandArgs<'ramp.narrow'>,
  actor: LedgerActor,
): Decided {
  const cells = requireCells(orders.cells, scope);
  if ('code' in cells) return cells;
  const missing = missingRight(world, actor.role, 'call', `narrow ${scopeWords(scope)}`);
  if (missing !== undefined) return missing;
  const labels = Object.values(eligible);
  if (labels.length === 0 || labels.some((values) => values.length === 0)) {
    return refuse('bad_request', 'Name who is still eligible; to let nobody in, roll back to 0 %.');
  }
  const open = cells.find((one) => orders.openOn(one) !== undefined);
  const order = open === undefined ? undefined : orders.openOn(open);
  if (order !== undefined) {
    return refuse('order_underway', `The order ${order.id} is not done yet; confirm or cancel it first.`);
  }
  const wider = cells.filter(({ command }) => command.eligible !== undefined && !isWithin(eligible, command.eligible));
  if (wider.length > 0) {
    const names = cellsWords(wider.map(({ cell }) => cell));
    return refuse('bad_request', `That would let in users of ${names} who were narrowed away; name fewer.`);
  }
  const asked = canonicalJson(eligible);
  const changed = cells.filter(
    ({ command }) => command.eligible === undefined || canonicalJson(command.eligible) !== asked,
  );
  if (changed.length === 0) return refuse('already_done', `${scopeWords(scope)} is narrowed to them already.`);
  const ordered = changed.map(({ cell, command: { share } }) => ({ cell: { ...cell }, from: share, to: share }));
  const id = orderId(world, orders, 'narrow', scope);
  const actuator = world.plan.ramp?.actuator.kind ?? 'manual';
  return [{ kind: 'order.placed', body: { order: id, does: 'narrow', cells: ordered, eligible, reason, actuator } }];
}

/** Whoever has the call, and the owner of a trigger that fires for every one of the cells. */
export function missingSay(
  world: World,
  cells: readonly RampCell[],
  scope: RampScope,
  { role }: LedgerActor,
  verb: string,
): CommandRefusal | undefined {
  const missing = missingRight(world, role, 'call', `${verb} ${scopeWords(scope)}`);
  if (missing === undefined || !Object.hasOwn(world.plan.roles, role)) return missing;
  const owns = (one: RampCell): boolean => firingOn(world, one).some(({ trigger }) => trigger.owner === role);
  return cells.every(owns) ? undefined : missing;
}

function isWithin(eligible: Eligible, wider: Eligible): boolean {
  return Object.entries(wider).every(([label, values]) => {
    return eligible[label]?.every((value) => values.includes(value)) === true;
  });
}
