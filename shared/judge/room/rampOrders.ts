import { canonicalJson } from '../../base/canonicalJson.ts';
import type { JsonValue } from '../../model/arrival.ts';
import type { LedgerActor } from '../../model/ledgerRow.ts';
import type { Plan } from '../../model/plan.ts';
import type { RoomRow } from '../../model/room/roomFact.ts';
import type { Labels } from '../../model/series.ts';
import { cellKey } from '../selector.ts';
import { type CellCommand, type Eligible, type RampCell, rampCellsOf } from './rampCell.ts';

/** Percentage points by which commanded and observed may differ. */
export const drift = 0.5;
/** A difference is a drift when it lasts. */
export const driftAfterMs = 60_000;
const mostEnded = 60;

/** One order, from its placing to its end. */
export interface RampOrder {
  readonly id: string;
  readonly does: 'advance' | 'rollback' | 'narrow';
  readonly cells: readonly OrderedCell[];
  /** Keys of the cells that no later order has taken over. */
  live: string[];
  readonly eligible?: Eligible | undefined;
  readonly reason?: string | undefined;
  readonly because?: { readonly trigger: string; readonly cell: Labels } | undefined;
  readonly override?: number | undefined;
  readonly actuator: 'manual' | 'webhook';
  readonly placedAt: number;
  readonly by: LedgerActor;
  state: 'placed' | 'confirmed' | 'stable' | 'failed' | 'cancelled';
  /** The actuator's receiver has taken it. */
  isAccepted: boolean;
  /** What the last attempt came to, or why it failed. */
  text?: string;
  overdueAt?: number;
  confirmed?: { readonly at: number; readonly how: 'person' | 'observed' | 'webhook'; readonly by: LedgerActor };
  /** Since when nothing has differed, after it was confirmed. */
  calmSince?: number | undefined;
  /** Stable, cancelled, or without a cell of its own. */
  endedAt?: number | undefined;
}

export interface OrderedCell {
  readonly key: string;
  readonly cell: Labels;
  readonly from: number;
  readonly to: number;
  readonly previous: CellCommand;
  /** Who is left in it where it had been narrowed before. */
  readonly eligible?: Eligible;
}

interface SavedOrders {
  readonly cells: readonly Omit<RampCell, 'cell' | 'wave'>[];
  readonly orders: readonly RampOrder[];
  readonly hasBegun: boolean;
}

/** The ramp's cells, and the orders that move them. A cell is moved by one order at a time. */
export class RampOrders {
  readonly cells: readonly RampCell[];
  hasBegun: boolean;
  private readonly byKey: ReadonlyMap<string, RampCell>;
  private readonly orders = new Map<string, RampOrder>();

  constructor(plan: Plan) {
    this.cells = rampCellsOf(plan);
    this.byKey = new Map(this.cells.map((one) => [one.key, one]));
    this.hasBegun = this.cells.some(({ command }) => command.share > 0);
  }

  find(cell: Labels): RampCell | undefined {
    return this.byKey.get(cellKey(cell));
  }

  get(order: string): RampOrder | undefined {
    return this.orders.get(order);
  }

  /** In the order in which they were placed. */
  all(): readonly RampOrder[] {
    return [...this.orders.values()];
  }

  /** The order that was placed, or has failed, and that nobody has confirmed or cancelled yet. */
  openOn({ key, command }: RampCell): RampOrder | undefined {
    const order = command.order === undefined ? undefined : this.orders.get(command.order);
    return order !== undefined && isOpen(order) && order.live.includes(key) ? order : undefined;
  }

  /** The highest share that the cell may really have: an order cancelled or failed has lowered nothing for sure. */
  shareOf(one: RampCell): number {
    const order = this.openOn(one);
    if (order?.does !== 'rollback') return Math.max(one.command.share, one.mayBeAt);
    if (order.state === 'placed') return one.command.share;
    const from = order.cells.find(({ key }) => key === one.key)?.from ?? 0;
    return Math.max(one.command.share, from);
  }

  apply(row: RoomRow): void {
    const { kind, body, at } = row;
    if (kind === 'order.placed') {
      this.place(row);
      return;
    }
    const order = 'order' in body ? this.orders.get(body.order) : undefined;
    if (order === undefined) return;
    // What is confirmed or cancelled is settled: an answer that comes late changes nothing of it.
    const isSettled = order.state !== 'placed' && order.state !== 'failed';
    if (kind === 'order.attempted') {
      if (body.outcome === 'delivered') order.isAccepted = true;
      order.text = body.text;
    } else if (kind === 'order.stabilized') {
      order.state = 'stable';
      order.endedAt = at;
    } else if (isSettled) return;
    else if (kind === 'order.confirmed') {
      order.state = 'confirmed';
      order.confirmed = { at, how: body.how, by: row.actor };
      order.calmSince = at;
      if (order.does !== 'narrow') {
        for (const one of this.liveCells(order)) {
          one.mayBeAt = 0;
          one.command = { ...one.command, reachedAt: at };
        }
      }
      if (order.does === 'rollback') this.lower(order, at);
    } else if (kind === 'order.fell_overdue') order.overdueAt = at;
    else if (kind === 'order.failed') {
      order.state = 'failed';
      order.text = body.text;
    } else if (kind === 'order.cancelled') this.cancel(order, at);
    this.forget();
  }

  /** Compares what is commanded with what is observed, in percent. */
  advance(nowMs: number, observedPercentOf: (cell: Labels) => number | undefined): void {
    for (const one of this.cells) {
      const observed = observedPercentOf(one.cell);
      if (observed !== undefined && observed > 0) this.hasBegun = true;
      const differs = observed !== undefined && Math.abs(observed - one.command.share * 100) > drift;
      if (observed !== undefined && observed <= one.command.share * 100 + drift) one.mayBeAt = 0;
      if (!differs || this.openOn(one)?.state === 'placed') one.differsSince = undefined;
      else one.differsSince ??= nowMs;
    }
    for (const order of this.orders.values()) {
      if (order.state !== 'confirmed' || order.endedAt !== undefined) continue;
      const isCalm = this.liveCells(order).every(({ differsSince }) => differsSince === undefined);
      order.calmSince = isCalm ? (order.calmSince ?? nowMs) : undefined;
    }
  }

  liveCells({ live }: RampOrder): RampCell[] {
    return live.flatMap((key) => this.byKey.get(key) ?? []);
  }

  save(): unknown {
    const cells = this.cells.map(({ cell: _cell, wave: _wave, ...rest }) => rest);
    const plain = JSON.parse(JSON.stringify({ cells, orders: this.all(), hasBegun: this.hasBegun })) as JsonValue;
    // In one order of keys, whatever was done to an order before or after it was saved last.
    return JSON.parse(canonicalJson(plain)) as unknown;
  }

  load(saved: unknown): void {
    const { cells, orders, hasBegun } = JSON.parse(JSON.stringify(saved)) as SavedOrders;
    for (const { key, command, advancedAt, lowered, mayBeAt, differsSince } of cells) {
      const one = this.byKey.get(key);
      if (one !== undefined) Object.assign(one, { command, advancedAt, lowered, mayBeAt, differsSince });
    }
    this.orders.clear();
    for (const order of orders) this.orders.set(order.id, order);
    this.hasBegun = hasBegun;
  }

  private place({ kind, body, at, actor }: RoomRow): void {
    if (kind !== 'order.placed') return;
    const { order: id, does, eligible, reason, because, override, actuator } = body;
    const cells: OrderedCell[] = [];
    for (const { cell, from, to, eligible: kept } of body.cells) {
      const one = this.find(cell);
      if (one === undefined) continue;
      cells.push({ key: one.key, cell: one.cell, from, to, previous: one.command, ...(kept && { eligible: kept }) });
      this.takeOver(one, at);
      if (to > one.command.share) one.advancedAt = at;
      // Where nobody is in, nobody is left to be narrowed down to.
      const now = does === 'narrow' ? eligible : to === 0 ? undefined : (kept ?? one.command.eligible);
      const narrowed = now === undefined ? {} : { eligible: now };
      // Who is eligible changes no share.
      const sinceAt = does === 'narrow' ? one.command.sinceAt : at;
      const { reachedAt } = one.command;
      const reached = does !== 'narrow' || reachedAt === undefined ? {} : { reachedAt };
      const since = sinceAt === undefined ? {} : { sinceAt, ...reached };
      const before = does === 'narrow' ? one.command.before : one.command.share;
      one.command = { share: to, before, order: id, ...since, ...narrowed };
      one.differsSince = undefined;
      if (to > 0) this.hasBegun = true;
    }
    const live = cells.map(({ key }) => key);
    const said = { eligible, reason, because, override };
    this.orders.set(id, {
      ...said,
      ...{ id, does, cells, live, actuator, placedAt: at, by: actor, state: 'placed', isAccepted: false },
      endedAt: live.length === 0 ? at : undefined,
    });
  }

  /** A cell that a rollback only carries where it was has not come down by it. */
  private lower(order: RampOrder, at: number): void {
    for (const one of this.liveCells(order)) {
      if (order.cells.some(({ key, from, to }) => key === one.key && from > to)) one.lowered = at;
    }
  }

  private takeOver(one: RampCell, at: number): void {
    const older = one.command.order === undefined ? undefined : this.orders.get(one.command.order);
    if (older === undefined || older.endedAt !== undefined) return;
    older.live = older.live.filter((key) => key !== one.key);
    if (older.live.length === 0) older.endedAt = at;
  }

  /** Its cells are commanded to what they were before, by the order that had them before. */
  private cancel(order: RampOrder, at: number): void {
    order.state = 'cancelled';
    order.endedAt = at;
    for (const one of this.liveCells(order)) {
      const previous = this.standingBefore(order, one.key);
      if (previous === undefined) continue;
      // Whoever was told to advance may have done it before the word came.
      if (order.does === 'advance') one.mayBeAt = Math.max(one.mayBeAt, one.command.share);
      one.command = previous;
      one.differsSince = undefined;
      const older = previous.order === undefined ? undefined : this.orders.get(previous.order);
      if (older === undefined || (older.state !== 'placed' && older.state !== 'failed')) continue;
      older.live.push(one.key);
      older.endedAt = undefined;
    }
    order.live = [];
  }

  /** What the cell was commanded to by the last order before this one that still stands. */
  private standingBefore(order: RampOrder, key: string): CellCommand | undefined {
    const previous = order.cells.find((one) => one.key === key)?.previous;
    const older = previous?.order === undefined ? undefined : this.orders.get(previous.order);
    return older?.state === 'cancelled' ? this.standingBefore(older, key) : previous;
  }

  /** Old orders are in the ledger; the room needs the last of them. */
  private forget(): void {
    const ended = this.all().filter(({ endedAt }) => endedAt !== undefined);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - mostEnded))) this.orders.delete(id);
  }
}

/** Neither confirmed nor cancelled: it is loud, and nothing else may be ordered for its cells but a rollback. */
export function isOpen({ state, endedAt }: RampOrder): boolean {
  return endedAt === undefined && (state === 'placed' || state === 'failed');
}
