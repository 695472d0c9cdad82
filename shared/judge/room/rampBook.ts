import { isSamePerson } from '../../base/samePerson.ts';
import { excerptOf } from '../../model/excerpt.ts';
import type { CommandRefusal } from '../../model/room/refusal.ts';
import type { RampReading } from '../../model/room/rampReading.ts';
import type { CommandArgs, RoomFact, RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { isInCell } from '../selector.ts';
import type { SharesInForce } from '../tellShares.ts';
import { type Asker, type Book, type Decided, type RampDesk, refuse, type World } from './book.ts';
import { missingRight, missingRole } from './missingRight.ts';
import { decideAdvance, decideOverride } from './rampAdvance.ts';
import { answerTo, isAnswerOverdue, ordersFor, targetedCells } from './rampAnswer.ts';
import type { RampBasis } from './rampBlocks.ts';
import { dueOrders } from './rampDue.ts';
import { RampHolds } from './rampHolds.ts';
import { isOpen, type RampOrder, RampOrders } from './rampOrders.ts';
import { RampOverrides } from './rampOverrides.ts';
import { decideNarrow, decideRollback, missingSay } from './rampRetreat.ts';
import { standingOf } from './rampStanding.ts';
import { type Move, replacing, type Replacing } from './rampReplacing.ts';
import { requireCells, scopeWords } from './rampScope.ts';
import { readRamp } from './readRamp.ts';

const longestReason = 200;

/** The ramp: what each cell is commanded to, the orders that move it, and what holds it. */
export class RampBook implements Book, RampDesk {
  readonly world: World;
  private readonly basis: RampBasis;
  private readonly orders: RampOrders;
  private readonly held = new RampHolds();
  private readonly overrides = new RampOverrides();

  constructor(world: World) {
    this.world = world;
    this.orders = new RampOrders(world.plan);
    this.basis = { world, orders: this.orders, holds: this.held };
  }

  get hasBegun(): boolean {
    return this.orders.hasBegun;
  }

  hasCell(cell: Labels): boolean {
    return this.orders.find(cell) !== undefined;
  }

  /** As telemetry observes it, else as confirmed. */
  sharesInForce(): SharesInForce {
    return this.orders.cells.map((one) => {
      const percent = this.world.observedPercentOf(one.cell);
      const { share } = one.command;
      const isSettled = this.orders.openOn(one) === undefined && one.mayBeAt <= share;
      return { cell: one.cell, share: percent === undefined ? (isSettled ? share : undefined) : percent / 100 };
    });
  }

  commandedOf(cell: Labels): number {
    return this.orders.find(cell)?.command.share ?? 0;
  }

  standing(cell: Labels): ReturnType<RampDesk['standing']> {
    const one = this.orders.find(cell);
    if (one === undefined) return { share: 0 };
    const order = this.orders.openOn(one);
    const { share, before } = one.command;
    if (order === undefined || order.does === 'narrow') return { share };
    return { share: before, ordered: share, hasFailed: order.state === 'failed' };
  }

  triesOf(trigger: string, cell: Labels, sinceAt: number): number {
    return ordersFor(this.orders, trigger, cell, sinceAt).length;
  }

  cellsAbove(target: string, cell: Labels, to: number): readonly { readonly cell: Labels; readonly from: number }[] {
    return targetedCells(this.orders.cells, target, cell).flatMap((one) => {
      const from = standingOf(this.world, this.orders, one);
      return from > to ? [{ cell: { ...one.cell }, from }] : [];
    });
  }

  orderOf(trigger: string, cell: Labels, sinceAt: number): 'none' | 'under_way' | 'done' | 'failed' {
    return answerTo(this.world, this.orders, trigger, cell, sinceAt);
  }

  isOverdue(trigger: string, cell: Labels, sinceAt: number): boolean {
    return isAnswerOverdue(this.orders, trigger, cell, sinceAt);
  }

  advancedAt(cell: Labels): number {
    return Math.max(0, ...this.orders.cells.filter((one) => isInCell(one.cell, cell)).map((one) => one.advancedAt));
  }

  replacing(asked: readonly Move[]): Replacing {
    return replacing(this.orders, asked);
  }

  holds(): readonly { readonly cell: Labels; readonly text: string }[] {
    return this.held.all().flatMap(({ scope, reason, by }) => {
      const text = excerptOf(`${by.name} holds the ramp of ${scopeWords(scope)}: ${reason}`, longestReason);
      if ('launch' in scope) return [{ cell: {}, text }];
      if ('cell' in scope) return [{ cell: { ...scope.cell }, text }];
      return this.orders.cells.flatMap((one) => (one.wave.id === scope.wave ? [{ cell: { ...one.cell }, text }] : []));
    });
  }

  apply(row: RoomRow): void {
    this.held.apply(row);
    this.overrides.apply(row);
    this.orders.apply(row);
  }

  advance(tick: number): void {
    if (this.world.plan.ramp?.observed === undefined) return;
    this.orders.advance(tick * 1000, (cell) => this.world.observedPercentOf(cell));
  }

  due(): readonly RoomFact[] {
    return dueOrders(this.world, this.orders);
  }

  advanceCells(args: CommandArgs<'ramp.advance'>, { actor }: Asker): Decided {
    return decideAdvance(this.basis, args, actor);
  }

  rollback(args: CommandArgs<'ramp.rollback'>, { actor }: Asker): Decided {
    return decideRollback(this.basis, args, actor);
  }

  narrow(args: CommandArgs<'ramp.narrow'>, { actor }: Asker): Decided {
    return decideNarrow(this.basis, args, actor);
  }

  hold({ scope, reason }: CommandArgs<'ramp.hold'>, { actor }: Asker): Decided {
    const cells = requireCells(this.orders.cells, scope);
    if ('code' in cells) return cells;
    const missing = missingSay(this.world, cells, scope, actor, 'hold');
    if (missing !== undefined) return missing;
    const same = this.held.find(scope);
    if (same !== undefined) return refuse('already_done', `${same.by.name} holds ${scopeWords(scope)} already.`);
    return [{ kind: 'ramp.held', body: { scope, reason } }];
  }

  resume({ hold, reason }: CommandArgs<'ramp.resume'>, { actor }: Asker): Decided {
    const isOver = this.held.isOver(hold);
    if (!isOver && this.held.get(hold) === undefined) {
      return refuse('not_found', `Row ${hold} of the ledger holds no ramp.`);
    }
    const missing = missingRight(this.world, actor.role, 'call', 'resume the ramp');
    if (missing !== undefined) return missing;
    if (isOver) return refuse('already_done', 'That hold has ended already.');
    return [{ kind: 'ramp.resumed', body: { hold, reason } }];
  }

  approveOverride({ proposal }: CommandArgs<'override.approve'>, { actor }: Asker): Decided {
    const found = this.overrides.require(proposal, this.world);
    if ('code' in found) return found;
    const missing = missingRight(this.world, actor.role, 'override', 'approve an override');
    if (missing !== undefined) return missing;
    if (isSamePerson(found.by.name, actor.name)) {
      return refuse('same_person', `${actor.name} proposed this; somebody else must approve it.`);
    }
    return decideOverride(this.basis, found);
  }

  refuseOverride({ proposal, reason }: CommandArgs<'override.refuse'>, { actor }: Asker): Decided {
    const found = this.overrides.require(proposal, this.world);
    if ('code' in found) return found;
    // Whoever proposed it may take it back.
    const isOwn = found.by.name === actor.name;
    const missing = isOwn
      ? missingRole(this.world, actor.role, 'refuse an override')
      : missingRight(this.world, actor.role, 'override', 'refuse an override');
    return missing ?? [{ kind: 'override.refused', body: { proposal, reason } }];
  }

  confirm({ order, note }: CommandArgs<'order.confirm'>, { actor }: Asker): Decided {
    const found = this.requireOpen(order);
    if ('code' in found) return found;
    const missing = missingRole(this.world, actor.role, 'confirm an order');
    return missing ?? [{ kind: 'order.confirmed', body: { order, how: 'person', note } }];
  }

  cancel({ order, reason }: CommandArgs<'order.cancel'>, { actor }: Asker): Decided {
    const found = this.requireOpen(order);
    if ('code' in found) {
      const isDone = this.orders.get(order)?.confirmed !== undefined;
      return isDone ? refuse('bad_request', `The order ${order} is done; roll back instead.`) : found;
    }
    const missing = missingRight(this.world, actor.role, 'call', 'cancel an order');
    return missing ?? [{ kind: 'order.cancelled', body: { order, reason } }];
  }

  read(): RampReading {
    return readRamp(this.basis, this.overrides);
  }

  save(): unknown {
    return { orders: this.orders.save(), holds: this.held.save(), overrides: this.overrides.save() };
  }

  load(saved: unknown): void {
    const { orders, holds, overrides } = saved as Record<'orders' | 'holds' | 'overrides', unknown>;
    this.orders.load(orders);
    this.held.load(holds);
    this.overrides.load(overrides);
  }

  private requireOpen(id: string): RampOrder | CommandRefusal {
    const order = this.orders.get(id);
    if (order === undefined) return refuse('not_found', `The ramp has no order ${id}.`);
    if (isOpen(order)) return order;
    if (order.confirmed !== undefined) return refuse('already_done', `The order ${id} is confirmed already.`);
    if (order.state === 'cancelled') return refuse('already_done', `The order ${id} was cancelled.`);
    return refuse('bad_request', `The order ${id} was replaced by a later one.`);
  }
}
