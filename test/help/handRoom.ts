import { type LiveCondition, type Truth, Verdict } from '../../shared/judge/conditions/condition.ts';
import { EventLog } from '../../shared/judge/eventLog.ts';
import { AttentionBook } from '../../shared/judge/room/attentionBook.ts';
import { type Decided, isRefusal, type World } from '../../shared/judge/room/book.ts';
import { cellKey, cellsOf } from '../../shared/judge/selector.ts';
import { LiveTrigger } from '../../shared/judge/trigger.ts';
import type { LedgerActor } from '../../shared/model/ledgerRow.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { CommandRefusal } from '../../shared/model/room/refusal.ts';
import type { RoomFact, RoomRow } from '../../shared/model/room/roomFact.ts';
import type { Labels } from '../../shared/model/series.ts';
import { RoomDesk } from './roomDesk.ts';

/** A condition that is what the test says. */
export class HandCondition implements LiveCondition {
  readonly verdict = new Verdict();
  readonly value = undefined;
  readonly n = undefined;

  constructor() {
    this.verdict.sight = 'sees';
    this.verdict.fresh = true;
    this.truth = false;
  }

  set truth(truth: Truth) {
    this.verdict.decide(truth);
  }

  judge(): void {
    // The test has said it.
  }

  explain(): string {
    return 'the test says so';
  }

  save(): unknown {
    return null;
  }

  load(): void {
    // Nothing to take up.
  }
}

interface HandOrder {
  readonly order: string;
  readonly trigger: string | undefined;
  readonly cell: string;
  readonly at: number;
  status: 'under_way' | 'done' | 'failed' | 'cancelled';
}

const system: LedgerActor = { role: 'system', name: 'holdpoint' };

/**
 * The attention book alone, on triggers whose conditions the test sets and a ramp of the plainest kind: an order counts
 * as commanded at once, and as done when it is confirmed.
 */
export class HandRoom {
  readonly plan: Plan;
  readonly rows: RoomRow[] = [];
  readonly conditions: HandCondition[] = [];
  readonly triggers: LiveTrigger[] = [];
  readonly events = new EventLog(0);
  readonly shares = new Map<string, number>();
  readonly orders: HandOrder[] = [];
  readonly advances = new Map<string, number>();
  book: AttentionBook;
  tick: number;
  private readonly world: World;

  constructor(plan: Plan) {
    this.plan = plan;
    this.tick = plan.launch.t0 / 1000;
    for (const [id, trigger] of Object.entries(plan.triggers)) {
      for (const cell of cellsOf(trigger.scope.each, plan.dimensions)) {
        const condition = new HandCondition();
        this.conditions.push(condition);
        this.triggers.push(new LiveTrigger(id, trigger, cell, condition));
      }
    }
    for (const cell of this.cells) this.shares.set(cellKey(cell), 0.05);
    this.world = this.createWorld();
    this.book = new AttentionBook(this.world);
  }

  get nowMs(): number {
    return this.tick * 1000;
  }

  get cells(): Labels[] {
    return cellsOf(Object.keys(this.plan.dimensions), this.plan.dimensions);
  }

  live(id: string, cell: Labels = {}): LiveTrigger {
    const live = this.triggers.find((one) => one.id === id && cellKey(one.cell) === cellKey(cell));
    if (live === undefined) throw new Error(`The plan of the test has no trigger ${id}.`);
    return live;
  }

  set(id: string, truth: Truth, cell: Labels = {}): void {
    const condition = this.conditions[this.triggers.indexOf(this.live(id, cell))];
    if (condition !== undefined) condition.truth = truth;
  }

  run(seconds: number): void {
    for (let left = seconds; left > 0; left -= 1) {
      this.tick += 1;
      this.events.advance(this.tick);
      for (const trigger of this.triggers) trigger.judge(this.tick);
      this.book.advance(this.tick);
      this.settle();
    }
  }

  /** Writes what a command was decided to; returns the refusal when it was refused. */
  give(role: string, decide: (book: AttentionBook, actor: LedgerActor) => Decided): CommandRefusal | undefined {
    const actor = { role, name: role };
    const decided = decide(this.book, actor);
    if (isRefusal(decided)) return decided;
    for (const fact of decided) this.write(fact, actor);
    this.settle();
    return undefined;
  }

  report(fact: RoomFact): void {
    this.write(fact, system);
    this.settle();
  }

  /** The cell is commanded further up. */
  advance(cell: Labels): void {
    this.shares.set(cellKey(cell), 0.25);
    this.advances.set(cellKey(cell), this.nowMs);
    this.report({ kind: 'order.stabilized', body: { order: 'advance' } });
  }

  /** The book is saved, and another one takes up from there. */
  reload(): void {
    const saved = JSON.parse(JSON.stringify(this.book.save())) as unknown;
    this.book = new AttentionBook(this.world);
    this.book.load(saved);
  }

  /** As a replay that nobody has joined: what was before, no book has seen. */
  forget(): void {
    this.book = new AttentionBook(this.world);
  }

  private settle(): void {
    for (let rounds = 0; ; rounds += 1) {
      const facts = this.book.due();
      if (facts.length === 0) return;
      if (rounds > 100) throw new Error(`The book does not come to rest: ${JSON.stringify(facts[0])}`);
      for (const fact of facts) this.write(fact, system);
    }
  }

  private write(fact: RoomFact, actor: LedgerActor): void {
    const row = { ...fact, seq: this.rows.length + 1, at: this.nowMs, actor } as RoomRow;
    this.rows.push(row);
    this.follow(row);
    this.book.apply(row);
  }

  private follow({ kind, body, at }: RoomRow): void {
    if (kind === 'order.placed') {
      const { order, because, cells } = body;
      for (const { cell, to } of cells) this.shares.set(cellKey(cell), to);
      this.orders.push({
        order,
        trigger: because?.trigger,
        cell: cellKey(because?.cell ?? {}),
        at,
        status: 'under_way',
      });
    }
    const order = 'order' in body ? this.orders.findLast((one) => one.order === body.order) : undefined;
    if (order === undefined) return;
    if (kind === 'order.confirmed') order.status = 'done';
    else if (kind === 'order.cancelled') order.status = 'cancelled';
    else if (kind === 'order.failed') {
      order.status = 'failed';
      for (const cell of this.cells) this.shares.set(cellKey(cell), 0.05);
    }
  }

  private cellsOfTarget(target: string, cell: Labels): Labels[] {
    return target === 'cell' ? this.cells.filter((one) => cellKey(one) === cellKey(cell)) : this.cells;
  }

  private createWorld(): World {
    const { room } = new RoomDesk(this.plan);
    // Names below are of this desk; everything else is the real room's, which has judged nothing.
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const desk = this;
    return {
      plan: this.plan,
      get tick() {
        return desk.tick;
      },
      get nowMs() {
        return desk.nowMs;
      },
      get attention() {
        return desk.book;
      },
      triggers: this.triggers,
      events: this.events,
      criteria: [],
      indicators: room.indicators,
      slos: room.slos,
      callWord: 'GO',
      roles: room.roles,
      evidence: room.evidence,
      polls: room.polls,
      clock: room.clock,
      runbook: room.runbook,
      findTrigger: (id, cell) => this.triggers.find((one) => one.id === id && cellKey(one.cell) === cellKey(cell)),
      findCriterion: () => undefined,
      waive: () => undefined,
      handleTrigger: (id, cell) => this.live(id, cell).handle(),
      releaseTrigger: (id, cell) => this.live(id, cell).release(),
      sourceState: () => 'unknown',
      retireSource: () => undefined,
      observedPercentOf: () => undefined,
      ramp: {
        hasBegun: true,
        commandedOf: (cell) => this.shares.get(cellKey(cell)) ?? 0,
        standing: (cell) => ({ share: this.shares.get(cellKey(cell)) ?? 0 }),
        triesOf: (trigger, cell, sinceAt) =>
          this.orders.filter((one) => one.trigger === trigger && one.cell === cellKey(cell) && one.at >= sinceAt)
            .length,
        cellsAbove: (target, cell, to) =>
          this.cellsOfTarget(target, cell)
            .map((one) => ({ cell: one, from: this.shares.get(cellKey(one)) ?? 0 }))
            .filter(({ from }) => from > to),
        isOverdue: () => false,
        orderOf: (trigger, cell, sinceAt) => {
          const order = this.orders.findLast(
            (one) => one.trigger === trigger && one.cell === cellKey(cell) && one.at >= sinceAt,
          );
          return order === undefined || order.status === 'cancelled' ? 'none' : order.status;
        },
        advancedAt: (cell) => this.advances.get(cellKey(cell)) ?? 0,
        replacing: (asked) => ({
          cancels: this.orders.flatMap((one) => {
            return one.trigger === undefined && one.status === 'under_way' ? [one.order] : [];
          }),
          cells: asked.map((one) => ({ ...one })),
        }),
        holds: () => [],
      },
    };
  }
}
