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
import { createRules, type Sources } from '../rules.ts';
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

/**
 * The swept triggers by every point of a sweep, over the same sums: what arrives is counted once, and only the conditions
 * and timers of the triggers are there once a point. Says of each trigger what a judge of the point's whole plan says.
 */
export class Sweep {
  /** Rows must count latencies against these. */
  readonly limits: LatencyLimits;
  private readonly board: Board;
  private readonly sources = new SourceBook();
  private readonly events: EventLog;
  private readonly indicators: IndicatorBook;
  private readonly experiments: ExperimentBook;
  private readonly forecasts: ForecastBook;
  private readonly cells: readonly SweptCell[];
  private readonly tell: TellTransition;
  /** Series that were met, with the earliest second of each. */
  private readonly met = new Map<number, number>();
  /** The last one; 0 before the first. */
  private tick = 0;

  /** `limits`: those of the rows, where they were counted before anybody swept. */
  constructor(plan: Plan, { numbers, triggers, points }: SweepPoints, tell: TellTransition, limits?: LatencyLimits) {
    const plans = points.map((point) => reducePlan(point.plan, pickTriggers(point.plan, triggers)));
    const shared = { ...reducePlan(plan, pickTriggers(plan, triggers)), triggers: everyTrigger(plans) };
    this.tell = tell;
    this.limits = limits ?? latencyLimitsOf(shared);
    this.board = new Board(this.limits);
    this.events = new EventLog(longestEventMs(shared));
    this.indicators = new IndicatorBook(shared, this.board);
    const slos = new SloBook(shared, this.indicators);
    this.experiments = new ExperimentBook(shared, this.board, this.indicators);
    this.forecasts = new ForecastBook(shared, this.board, this.indicators, slos);
    const { indicators, experiments, forecasts, events } = this;
    const sources: Omit<Sources, 'plan'> = { indicators, slos, experiments, forecasts, events, evidence: undefined };
    const live = plans.map((one) => createRules({ ...sources, plan: one }).triggers);
    this.board.build();
    this.cells = (live[0] ?? []).map(({ id }, place): SweptCell => {
      const ordered = fromLoosest(plan, id, numbers, points) ?? [];
      const loose = [...points.keys()].filter((point) => !ordered.includes(point));
      return { live: live.flatMap((ofPoint) => ofPoint[place] ?? []), ordered, loose, restless: 0 };
    });
  }

  /** Judges one second. Ticks are given one by one, none left out. */
  judge(input: TickInput): void {
    const { tick } = input;
    if (this.tick === 0) this.board.startAt(tick - 1);
    this.tick = tick;
    this.take(input);
    this.board.advance(tick);
    this.events.advance(tick);
    this.experiments.advance(tick);
    this.forecasts.advance(tick);
    for (const cell of this.cells) this.judgeCell(cell, tick);
    this.board.endTick();
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
      if (isNew) this.indicators.meet(source);
    }
    for (const row of input.rows) {
      const known = this.met.get(row.series.id);
      if (known === undefined || row.bucket < known) this.meet(row.series, row.bucket);
      this.board.apply(row);
    }
    for (const event of input.events) {
      this.events.add(event);
      const source = this.sources.find(event.source);
      if (source !== undefined) this.indicators.feedEvent(event.type, event.labels, source);
    }
  }

  private meet(series: Series, bucket: number): void {
    this.met.set(series.id, bucket);
    const source = this.sources.find(series.source);
    if (source !== undefined) this.indicators.feed(series, bucket, source);
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
