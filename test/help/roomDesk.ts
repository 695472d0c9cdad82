import { isRefusal } from '../../shared/judge/room/book.ts';
import { decide } from '../../shared/judge/room/decide.ts';
import type { Room } from '../../shared/judge/room/room.ts';
import { Judge } from '../../shared/judge/judge.ts';
import { TickGatherer } from '../../shared/judge/tickGatherer.ts';
import type { LedgerActor } from '../../shared/model/ledgerRow.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readPlan } from '../../shared/model/readPlan.ts';
import type { PlannedInject } from '../../shared/model/room/injectReading.ts';
import type { CommandRefusal } from '../../shared/model/room/refusal.ts';
import type { RoomCommand, RoomFact, RoomRow } from '../../shared/model/room/roomFact.ts';
import type { EventRow, TickInput } from '../../shared/model/tickInput.ts';
import type { Transition } from '../../shared/model/transition.ts';

/** A plan from YAML; a test with a bad one is at fault. */
export function planOf(text: string): Plan {
  const { plan, problems } = readPlan(text, 'plan.yaml');
  if (plan === undefined) throw new Error(problems.map((problem) => problem.text).join('\n'));
  return plan;
}

/** What arrives in one second. */
export interface Second {
  readonly counts?: readonly {
    readonly metric: string;
    readonly labels?: Record<string, string>;
    readonly value: number;
  }[];
  readonly gauges?: readonly {
    readonly metric: string;
    readonly labels?: Record<string, string>;
    readonly value: number;
  }[];
  /** Ms, each. */
  readonly latencies?: readonly {
    readonly metric: string;
    readonly labels?: Record<string, string>;
    readonly values: readonly number[];
  }[];
  readonly events?: readonly Omit<EventRow, 't' | 'source'>[];
  /** Sources that are heard; `test` when absent. */
  readonly heard?: readonly string[];
}

const system: LedgerActor = { role: 'system', name: 'holdpoint' };

/**
 * A judge with its room, driven by hand: seconds in, commands in, rows out, as the engine does it but without a disk. The
 * ledger is an array.
 */
export class RoomDesk {
  readonly judge: Judge;
  readonly room: Room;
  readonly rows: RoomRow[] = [];
  readonly transitions: Transition[] = [];
  tick: number;
  private readonly series = new Map<string, TickInput['rows'][number]['series']>();

  /** The first second that `run` judges is `firstTick`; T-0 less an hour when absent. With injects it is a rehearsal. */
  constructor(plan: Plan, firstTick = plan.launch.t0 / 1000 - 3600, injects?: readonly PlannedInject[]) {
    this.judge = new Judge(plan, { isStaffed: true, ...(injects === undefined ? {} : { injects }) });
    if (this.judge.room === undefined) throw new Error('A judge with a session has a room.');
    this.room = this.judge.room;
    this.tick = firstTick - 1;
  }

  /** Judges `seconds` seconds in which this arrives. */
  run(seconds: number, second: Second = {}): Transition[] {
    const found: Transition[] = [];
    for (let left = seconds; left > 0; left -= 1) {
      this.tick += 1;
      found.push(...this.judge.judge(this.input(second)));
      this.settle();
    }
    this.transitions.push(...found);
    return found;
  }

  /** Judges one second and does nothing by itself: the rows of it are told by whoever has them. */
  judgeOnly(second: Second = {}): void {
    this.tick += 1;
    this.judge.judge(this.input(second));
  }

  /** Gives a command; the rows that it became, or why it was refused. */
  give(actor: LedgerActor, command: RoomCommand): RoomRow[] | CommandRefusal {
    const decided = decide(this.room, command, { actor, snapshot: this.rows.length });
    if (isRefusal(decided)) return decided;
    const rows = decided.map((fact) => this.write(fact, actor));
    this.settle();
    return rows;
  }

  /** Gives a command that must be done. */
  do(actor: LedgerActor, command: RoomCommand): RoomRow[] {
    const rows = this.give(actor, command);
    if (!Array.isArray(rows)) throw new Error(`${command.kind} was refused: ${rows.text}`);
    return rows;
  }

  /** Why a command is refused; a command that is done is an error. */
  refusal(actor: LedgerActor, command: RoomCommand): CommandRefusal {
    const rows = this.give(actor, command);
    if (Array.isArray(rows)) throw new Error(`${command.kind} was done.`);
    return rows;
  }

  /** The role is taken by somebody of this name. */
  take(role: string, name = role): LedgerActor {
    const actor = { role, name };
    this.do(actor, { kind: 'role.take', args: { role } });
    return actor;
  }

  /** Writes down a fact of the room's own, as the engine does for what webhooks report. */
  report(fact: RoomFact): RoomRow {
    const row = this.write(fact, system);
    this.settle();
    return row;
  }

  private settle(): void {
    for (let rounds = 0; ; rounds += 1) {
      const facts = this.room.due();
      if (facts.length === 0) return;
      if (rounds > 1000) throw new Error(`The room does not come to rest: ${JSON.stringify(facts[0])}`);
      for (const fact of facts) this.write(fact, system);
    }
  }

  private write(fact: RoomFact, actor: LedgerActor): RoomRow {
    const row = { ...fact, seq: this.rows.length + 1, at: this.room.nowMs, actor } as RoomRow;
    this.rows.push(row);
    this.judge.apply(row);
    return row;
  }

  private input({ counts = [], gauges = [], latencies = [], events = [], heard = ['test'] }: Second): TickInput {
    const atMs = this.tick * 1000 - 500;
    const gatherer = new TickGatherer(this.judge.limits);
    for (const { metric, labels = {}, value } of counts) {
      gatherer.addCount(this.seriesOf('count', metric, labels), atMs, value);
    }
    for (const { metric, labels = {}, value } of gauges) {
      gatherer.addGauge(this.seriesOf('gauge', metric, labels), atMs, value);
    }
    for (const { metric, labels = {}, values } of latencies) {
      gatherer.addLatencies(this.seriesOf('latency', metric, labels), atMs, values);
    }
    for (const event of events) gatherer.addEvent({ t: atMs, source: 'test', ...event });
    for (const source of heard) gatherer.hear(source, atMs, false);
    return gatherer.take(this.tick);
  }

  private seriesOf(kind: 'count' | 'gauge' | 'latency', metric: string, labels: Record<string, string>) {
    const key = JSON.stringify([kind, metric, labels]);
    const known = this.series.get(key);
    if (known !== undefined) return known;
    const series = { id: this.series.size, source: 'test', kind, metric, labels };
    this.series.set(key, series);
    return series;
  }
}
