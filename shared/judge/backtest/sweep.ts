import { finish, type Steps } from '../../base/steps.ts';
import type { Plan } from '../../model/plan.ts';
import type { Trigger } from '../../model/planTriggers.ts';
import type { Labels, Series } from '../../model/series.ts';
import type { LatencyLimits, TickInput } from '../../model/tickInput.ts';
import type { Transition } from '../../model/transition.ts';
import { Board } from '../board.ts';
import { EventLog } from '../eventLog.ts';
import { ExperimentBook } from '../experimentBook.ts';
import { ForecastBook } from '../forecastBook.ts';
import { IndicatorBook } from '../indicatorBook.ts';
import { latencyLimitsOf, longestEventMs } from '../planWindows.ts';
import { createRules } from '../rules.ts';
import { cellKey } from '../selector.ts';
import { SloBook } from '../sloBook.ts';
import { SourceBook } from '../sourceBook.ts';
import { triggerTransition } from '../transitions.ts';
import type { LiveTrigger } from '../trigger.ts';
import { reducePlan } from './reducePlan.ts';
import { fromLoosest } from './strictness.ts';
import type { SweepPoints } from './sweepPoints.ts';

/** One trigger in one cell by every point. */
interface SweptCell {
  /** By point. */
  readonly live: readonly LiveTrigger[];
  /** Points of which each is false wherever the one before it is. */
  readonly ordered: readonly number[];
  /** All others. */
  readonly loose: readonly number[];
  /** How many of the ordered ones are not at rest. */
  restless: number;
}

/** What a point came to: the place of the point, and one of its transitions. */
export type TellTransition = (point: number, transition: Transition) => void;

/** What all points share. */
interface SweptBooks {
  readonly board: Board;
  readonly events: EventLog;
  readonly indicators: IndicatorBook;
  readonly slos: SloBook;
  readonly experiments: ExperimentBook;
  readonly forecasts: ForecastBook;
}

/** `limits`: those of the rows, where they were counted before anybody swept. */
export function createSweep(plan: Plan, sweep: SweepPoints, tell: TellTransition, limits?: LatencyLimits): Sweep {
  return finish(createSweepSteps(plan, sweep, tell, limits));
}

/** The same, a point at a step. */
export function* createSweepSteps(
  plan: Plan,
  { numbers, triggers, points }: SweepPoints,
  tell: TellTransition,
  limits?: LatencyLimits,
): Steps<Sweep> {
  const plans: Plan[] = [];
  for (const point of points) {
    plans.push(reducePlan(point.plan, pickTriggers(point.plan, triggers)));
    yield;
  }
  const shared = { ...reducePlan(plan, pickTriggers(plan, triggers)), triggers: everyTrigger(plans) };
  const books = createBooks(shared, limits ?? latencyLimitsOf(shared));
  const rules: (readonly LiveTrigger[])[] = [];
  for (const one of plans) {
    rules.push(createRules({ ...books, evidence: undefined, plan: one }).triggers);
    yield;
  }
  books.board.build();
  const cells = (rules[0] ?? []).map(({ id }, place): SweptCell => {
    const ordered = fromLoosest(plan, id, numbers, points) ?? [];
    const loose = [...points.keys()].filter((point) => !ordered.includes(point));
    return { live: rules.flatMap((ofPoint) => ofPoint[place] ?? []), ordered, loose, restless: 0 };
  });
  return new Sweep(books, cells, tell);
}

function createBooks(plan: Plan, limits: LatencyLimits): SweptBooks {
  const board = new Board(limits);
  const indicators = new IndicatorBook(plan, board);
  const slos = new SloBook(plan, indicators);
  const experiments = new ExperimentBook(plan, board, indicators);
  const forecasts = new ForecastBook(plan, board, indicators, slos);
  return { board, events: new EventLog(longestEventMs(plan)), indicators, slos, experiments, forecasts };
}

/**
 * The swept triggers by every point of a sweep, over the same sums: what arrives is counted once, and only the conditions
 * and timers of the triggers are there once a point. Says of each trigger what a judge of the point's whole plan says.
 */
class Sweep {
  private readonly books: SweptBooks;
  private readonly sources = new SourceBook();
  private readonly cells: readonly SweptCell[];
  private readonly tell: TellTransition;
  /** Series that were met, with the earliest second of each. */
  private readonly met = new Map<number, number>();
  /** The last one; 0 before the first. */
  private tick = 0;

  constructor(books: SweptBooks, cells: readonly SweptCell[], tell: TellTransition) {
    this.books = books;
    this.cells = cells;
    this.tell = tell;
  }

  /** Rows must count latencies against these. */
  get limits(): LatencyLimits {
    return this.books.board.limits;
  }

  /** Judges one second. Ticks are given one by one, none left out. */
  judge(input: TickInput): void {
    const { tick } = input;
    const { board, events, experiments, forecasts } = this.books;
    if (this.tick === 0) board.startAt(tick - 1);
    this.tick = tick;
    this.take(input);
    board.advance(tick);
    events.advance(tick);
    experiments.advance(tick);
    forecasts.advance(tick);
    for (const cell of this.cells) this.judgeCell(cell, tick);
    board.endTick();
  }

  /** Whether nothing is known at the last tick of what the trigger looks at by this point. */
  isBlind(point: number, id: string, cell: Labels): boolean {
    const key = cellKey(cell);
    const swept = this.cells.find(({ live }) => live[0]?.id === id && cellKey(live[0].cell) === key);
    const condition = swept?.live[point]?.condition;
    // One that was passed over has not looked; those that are passed over may look twice.
    if (swept?.ordered.includes(point) === true) condition?.judge(this.tick);
    return condition !== undefined && condition.verdict.truth === undefined;
  }

  private judgeCell(cell: SweptCell, tick: number): void {
    const { live, ordered, loose } = cell;
    let isOff = false;
    let restlessLeft = cell.restless;
    for (const point of ordered) {
      const trigger = live[point];
      if (trigger === undefined) continue;
      const wasRestless = isRestless(trigger);
      // What is at rest and cannot be true stays as it is, and where all the rest is, nothing is left to do.
      if (isOff && !wasRestless) {
        if (restlessLeft === 0) break;
        continue;
      }
      if (wasRestless) restlessLeft -= 1;
      this.judgeTrigger(point, trigger, tick);
      cell.restless += Number(isRestless(trigger)) - Number(wasRestless);
      isOff ||= !mayMove(trigger);
    }
    for (const point of loose) {
      const trigger = live[point];
      if (trigger !== undefined) this.judgeTrigger(point, trigger, tick);
    }
  }

  private judgeTrigger(point: number, trigger: LiveTrigger, tick: number): void {
    const from = trigger.judge(tick);
    if (from !== undefined) this.tell(point, triggerTransition(trigger, from, tick));
  }

  private take(input: TickInput): void {
    for (const heard of input.heard) {
      const isNew = this.sources.find(heard.source) === undefined;
      const source = this.sources.hear(heard);
      if (isNew) this.books.indicators.meet(source);
    }
    for (const row of input.rows) {
      const known = this.met.get(row.series.id);
      if (known === undefined || row.bucket < known) this.meet(row.series, row.bucket);
      this.books.board.apply(row);
    }
    for (const event of input.events) {
      this.books.events.add(event);
      const source = this.sources.find(event.source);
      if (source !== undefined) this.books.indicators.feedEvent(event.type, event.labels, source);
    }
  }

  private meet(series: Series, bucket: number): void {
    this.met.set(series.id, bucket);
    const source = this.sources.find(series.source);
    if (source !== undefined) this.books.indicators.feed(series, bucket, source);
  }
}

/** Something of it moves though its condition is not true: it is on its way back, or counts the seconds of silence. */
function isRestless({ state, isFrozen, trigger }: LiveTrigger): boolean {
  return state !== 'ok' || (isFrozen && trigger.noData !== undefined);
}

/** What it has just been judged by would move one at rest that is no stricter. Unknown counts where silence does. */
function mayMove({ verdict, trigger }: LiveTrigger): boolean {
  return verdict.truth ?? trigger.noData !== undefined;
}

function pickTriggers(plan: Plan, ids: readonly string[]): Record<string, Trigger> {
  return Object.fromEntries(Object.entries(plan.triggers).filter(([id]) => ids.includes(id)));
}

/** The triggers of all points side by side, for what is kept as long as any of them asks. */
function everyTrigger(plans: readonly Plan[]): Record<string, Trigger> {
  return Object.fromEntries(
    plans.flatMap(({ triggers }, point) =>
      Object.entries(triggers).map(([id, trigger]) => [`${point} ${id}`, trigger]),
    ),
  );
}
