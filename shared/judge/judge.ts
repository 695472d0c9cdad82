import type { Plan } from '../model/plan.ts';
import type { Labels, Series } from '../model/series.ts';
import type { LatencyLimits, TickInput } from '../model/tickInput.ts';
import type { RoomRow } from '../model/room/roomFact.ts';
import type { Transition } from '../model/transition.ts';
import { Board } from './board.ts';
import { type Call, type CallBasis, type CallWord, buildCall, callWord, noCall } from './call.ts';
import type { SavedJudge } from './checkpoint.ts';
import type { EvidenceSight } from './conditions/evidenceCondition.ts';
import { DependencyBook } from './dependencyBook.ts';
import { EventLog } from './eventLog.ts';
import { ExperimentBook } from './experimentBook.ts';
import { ForecastBook } from './forecastBook.ts';
import { Hydration, type RowHistory } from './hydration.ts';
import { IndicatorBook } from './indicatorBook.ts';
import { missingSources } from './missingSources.ts';
import { latencyLimitsOf, longestEventMs, longestWindowS } from './planWindows.ts';
import { type PercentReader, watchPercent } from './observedPercent.ts';
import { Room, type RoomStart } from './room/room.ts';
import { createRules, type Rules } from './rules.ts';
import { RuleRound } from './ruleRound.ts';
import { SeenCells } from './seenCells.ts';
import { SloBook } from './sloBook.ts';
import { buildSnapshot, type JudgedAt, watchDisplay } from './snapshot.ts';
import { SourceBook } from './sourceBook.ts';
import { callTransition } from './transitions.ts';

/**
 * The judge: the plan's rules over what arrived, one tick after another, none left out. It has no clock, no I/O and no
 * randomness: the same plan and the same inputs give the same transitions, at any speed and after any restart.
 */
export class Judge {
  readonly plan: Plan;
  /** Rows must count latencies against these. */
  readonly limits: LatencyLimits;
  /** The plan's longest window: samples older than this, in seconds, are too late to be judged. */
  readonly longestWindowS: number;
  /** The last judged tick, epoch seconds; undefined before the first. */
  tick: number | undefined;
  readonly rules: Rules;
  private readonly staffedRound: RuleRound;
  private readonly lonelyRound: RuleRound;
  readonly sources = new SourceBook();
  readonly events: EventLog;
  readonly slos: SloBook;
  readonly indicators: IndicatorBook;
  readonly experiments: ExperimentBook;
  readonly forecasts: ForecastBook;
  readonly dependencies: DependencyBook;
  /** What people do; undefined where there is no session for it. */
  readonly room: Room | undefined;
  readonly evidence: EvidenceSight | undefined;
  private readonly board: Board;
  private readonly observedPercent: PercentReader | undefined;
  private readonly hydration: Hydration;
  /** Series that were judged, by id and in that order, with the earliest second of each. */
  private readonly judged = new Map<number, number>();
  /** The same seconds by id, for every row asks. */
  private readonly firstBuckets: number[] = [];
  private readonly seen = new SeenCells();
  /** The call as the last transition told it. */
  word: CallWord = 'HOLD';

  /** `session`: people may act, and whether any are there from the start. Without it telemetry is judged alone. */
  constructor(plan: Plan, session?: RoomStart) {
    this.plan = plan;
    // Rules on evidence ask the room, which is made of the rules.
    if (session !== undefined) this.evidence = { stateOf: (id) => this.requireRoom().evidence.stateOf(id) };
    this.limits = latencyLimitsOf(plan);
    this.longestWindowS = longestWindowS(plan);
    this.board = new Board(this.limits);
    this.hydration = new Hydration(this.board);
    this.events = new EventLog(longestEventMs(plan));
    this.indicators = new IndicatorBook(plan, this.board);
    this.slos = new SloBook(plan, this.indicators);
    this.experiments = new ExperimentBook(plan, this.board, this.indicators, (...asked) =>
      this.observedPercent?.(...asked),
    );
    this.forecasts = new ForecastBook(plan, this.board, this.indicators, this.slos);
    this.dependencies = new DependencyBook(plan, this.indicators);
    this.rules = createRules(this);
    watchDisplay(this);
    const observed = plan.ramp?.observed;
    if (observed !== undefined) this.observedPercent = watchPercent(this.board, observed.gauge, plan.dimensions);
    this.board.build();
    this.staffedRound = new RuleRound(this.rules, this.indicators);
    this.lonelyRound = new RuleRound(this.rules.withoutEvidence, this.indicators);
    if (session !== undefined) this.room = new Room(this, session);
    for (const { cell } of [...this.rules.triggers, ...this.rules.criteria]) this.seen.watch(cell);
  }

  /** Judges one second. Returns what changed, in the order of the plan: triggers, criteria, the call. */
  judge(input: TickInput): Transition[] {
    const { tick } = input;
    this.follow(input);
    this.experiments.advance(tick);
    this.forecasts.advance(tick);
    const transitions = this.judgeRules(tick);
    this.room?.advance(tick);
    this.board.endTick();
    return transitions;
  }

  /** Takes a second in without judging by it: after that only indicators and objectives may be asked, and no rule. */
  follow(input: TickInput): void {
    const { tick } = input;
    if (this.tick === undefined) this.board.startAt(tick - 1);
    else if (tick !== this.tick + 1) throw new Error(`Tick ${tick} came after ${this.tick}; none may be left out.`);
    this.take(input);
    this.hydration.reach(tick);
    this.board.advance(tick);
    this.events.advance(tick);
    this.tick = tick;
  }

  /** Takes a row of the ledger, written after the last second that was judged. */
  apply(row: RoomRow): void {
    this.requireRoom().apply(row);
  }

  /** The call as it stands, rows since the last second included. */
  get callWord(): CallWord {
    return this.tick === undefined ? 'HOLD' : callWord(this.basis(this.tick));
  }

  observedPercentOf(cell: Labels): number | undefined {
    return this.tick === undefined ? undefined : this.observedPercent?.(cell, this.tick);
  }

  get call(): Call {
    return this.tick === undefined ? noCall : buildCall(this.basis(this.tick));
  }

  /** The state after the last tick: `judge --json`, under `at`. */
  snapshot(): JudgedAt | undefined {
    return this.tick === undefined ? undefined : buildSnapshot(this, this.tick, this.call);
  }

  /** Everything that `restore` needs besides the rows that were judged. */
  save(): SavedJudge {
    if (this.tick === undefined) throw new Error('A judge that has judged nothing has nothing to save.');
    return {
      tick: this.tick,
      word: this.word,
      board: this.board.save(),
      sources: [...this.sources.all()].map((source) => ({ ...source })),
      series: [...this.judged],
      events: this.events.save(),
      triggers: this.rules.triggers.map((trigger) => trigger.save()),
      criteria: this.rules.criteria.map((criterion) => criterion.save()),
      experiments: this.experiments.save(),
      forecasts: this.forecasts.save(),
      ...(this.room === undefined ? {} : { room: this.room.save() }),
    };
  }

  /** Takes up where `saved` stood, to go on to `toTick` at once; on a judge of the same plan that has judged nothing. */
  restore(saved: SavedJudge, series: readonly Series[], history: RowHistory, toTick = saved.tick): void {
    this.tick = saved.tick;
    this.word = saved.word;
    this.board.startAt(saved.tick);
    this.sources.load(saved.sources);
    for (const source of this.sources.all()) this.indicators.meet(source);
    this.events.load(saved.events);
    for (const event of saved.events) this.takeEventSource(event);
    const known: Series[] = [];
    for (const [id, firstBucket] of saved.series) {
      const one = series[id];
      if (one === undefined) throw new Error(`The session has no series ${id}, which its checkpoint speaks of.`);
      known.push(one);
      this.meetSeries(one, firstBucket);
    }
    this.board.load(saved.board, known);
    this.rules.triggers.forEach((trigger, index) => {
      const one = saved.triggers[index];
      if (one !== undefined) trigger.load(one);
    });
    this.rules.criteria.forEach((criterion, index) => {
      const one = saved.criteria[index];
      if (one !== undefined) criterion.load(one);
    });
    this.experiments.load(saved.experiments);
    this.forecasts.load(saved.forecasts);
    if (saved.room !== undefined) this.room?.load(saved.room);
    this.hydration.begin(saved.tick, toTick, history);
  }

  private take(input: TickInput): void {
    for (const heard of input.heard) {
      const known = this.sources.size;
      const source = this.sources.hear(heard);
      if (this.sources.size > known) this.indicators.meet(source);
    }
    for (const row of input.rows) {
      this.hydration.touch(row.bucket);
      if (!(row.bucket >= (this.firstBuckets[row.series.id] ?? Infinity))) this.meetSeries(row.series, row.bucket);
      this.board.apply(row);
    }
    for (const event of input.events) {
      this.events.add(event);
      this.takeEventSource(event);
    }
  }

  private meetSeries(series: Series, bucket: number): void {
    this.judged.set(series.id, bucket);
    this.firstBuckets[series.id] = bucket;
    const source = this.sources.find(series.source);
    if (source !== undefined) this.indicators.feed(series, bucket, source);
    this.seen.see(series.labels);
  }

  private takeEventSource(event: { type: string; source: string; labels: Labels }): void {
    const source = this.sources.find(event.source);
    if (source !== undefined) this.indicators.feedEvent(event.type, event.labels, source);
    this.seen.see(event.labels);
  }

  private judgeRules(tick: number): Transition[] {
    const transitions = this.round.judge(tick);
    const basis = this.basis(tick);
    const word = callWord(basis);
    if (word !== this.word) transitions.push(callTransition(this.word, buildCall(basis), tick));
    this.word = word;
    return transitions;
  }

  /** Rules on evidence wait for people. */
  private get round(): RuleRound {
    return this.room?.isStaffed === true ? this.staffedRound : this.lonelyRound;
  }

  private basis(tick: number): CallBasis {
    const { room, plan } = this;
    const isStaffed = room?.isStaffed === true;
    const { triggers, criteria } = this.round;
    return {
      ...{ triggers, criteria },
      isSeen: (cell) => this.seen.has(cell),
      isTrafficDue: isStaffed && plan.ramp !== undefined ? room.ramp.hasBegun : tick * 1000 >= plan.launch.t0,
      people: isStaffed ? room.basis() : undefined,
      missing: missingSources(plan, this.sources, tick),
    };
  }

  private requireRoom(): Room {
    if (this.room === undefined) throw new Error('Nobody can act here: this judge was made without a room.');
    return this.room;
  }
}
