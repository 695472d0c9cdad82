import type { Trigger } from '../model/planTriggers.ts';
import type { Labels } from '../model/series.ts';
import type { LiveCondition, Verdict } from './conditions/condition.ts';

export type TriggerState = 'ok' | 'pending' | 'firing' | 'handled';

const defaultClearForMs = 60_000;

/** What a trigger remembers between ticks. */
export interface SavedTrigger {
  readonly state: TriggerState;
  readonly since: number;
  readonly timerS: number;
  readonly offS: number | null;
  readonly blindS: number | null;
  /** The state that the last transition told; absent where that is `state`. */
  readonly told?: TriggerState;
  /** What a total stood at when the trigger was handled; absent unless it is. */
  readonly handledTotal?: number;
  readonly condition: unknown;
}

/** One trigger for one cell: ok, pending, firing, handled. Timers count ticks, and only on fresh data. */
export class LiveTrigger {
  readonly id: string;
  readonly trigger: Trigger;
  readonly cell: Labels;
  readonly condition: LiveCondition;
  /** What its condition says: every rule is asked every second, so it is at hand. */
  readonly verdict: Verdict;
  /** Of one that rolls back a wave: its cells. */
  waveCells: readonly Labels[] = [];
  /** What it asks for when it fires. */
  readonly asks: Trigger['does']['kind'];
  state: TriggerState = 'ok';
  /** The tick of the last change, in ms; 0 before any. */
  sinceAt = 0;
  /** At rest, and its condition was false and clear when it was judged last: nothing more was to be said of it. */
  isCalm = false;
  /** Its condition is unknown, so nothing moves. */
  isFrozen = false;
  private readonly restsOnTotal: boolean;
  private readonly forS: number;
  private readonly clearForS: number;
  /** Seconds that the condition has been true, while pending. */
  private timerS = 0;
  /** Seconds that it has been off, while firing; undefined when it is not off. */
  private offS: number | undefined;
  /** Seconds of silence in a row; undefined when there is data. */
  private blindS: number | undefined;
  /** What the last transition said. What people do counts at once, and is told at the next tick. */
  private told: TriggerState = 'ok';
  /** What the total that fired it stood at when it was handled. */
  private handledTotal: number | undefined;

  /** `restsOnTotal`: its condition is a count of what has happened, which does not go away by being answered. */
  constructor(id: string, trigger: Trigger, cell: Labels, condition: LiveCondition, restsOnTotal = false) {
    this.id = id;
    this.restsOnTotal = restsOnTotal;
    this.trigger = trigger;
    this.cell = cell;
    this.condition = condition;
    this.verdict = condition.verdict;
    this.asks = trigger.does.kind;
    this.forS = Math.floor(trigger.for / 1000);
    this.clearForS = Math.floor((trigger.clear?.for ?? defaultClearForMs) / 1000);
  }

  /** What the last transition said. */
  get toldState(): TriggerState {
    return this.told;
  }

  /** Judges the condition and moves the state; returns the state that was left, or undefined when it stayed. */
  judge(tick: number): TriggerState | undefined {
    const { verdict } = this;
    this.condition.judge(tick);
    const isAtRest = verdict.truth === false && this.isAtRest;
    this.isCalm = isAtRest && verdict.clearTruth === false && verdict.fresh && verdict.sight === 'sees';
    if (isAtRest) return undefined;
    this.move();
    const from = this.told;
    if (this.state === from) return undefined;
    this.told = this.state;
    this.sinceAt = tick * 1000;
    return from;
  }

  /** Nothing has begun and nothing is unknown: nearly all rules, nearly always. */
  get isAtRest(): boolean {
    return this.state === 'ok' && this.told === 'ok' && this.blindS === undefined;
  }

  /** What it asked for is done, or a person says that it has had its answer. */
  handle(): void {
    if (this.state !== 'firing') return;
    this.state = 'handled';
    this.offS = undefined;
    if (this.restsOnTotal) this.handledTotal = this.condition.value;
  }

  /** The cell goes on after it was handled: the trigger begins anew. */
  release(): void {
    if (this.state === 'handled') this.beOk();
  }

  /** Seconds that it has been frozen; undefined while it is not. */
  get frozenS(): number | undefined {
    return this.blindS;
  }

  /** Silence has lasted as long as the plan allows, and the plan says that this holds the launch. */
  get holdsForSilence(): boolean {
    const { noData } = this.trigger;
    return noData?.do === 'hold' && this.hasBeenBlindFor(noData.after);
  }

  save(): SavedTrigger {
    return {
      state: this.state,
      since: this.sinceAt,
      timerS: this.timerS,
      offS: this.offS ?? null,
      blindS: this.blindS ?? null,
      ...(this.told === this.state ? {} : { told: this.told }),
      ...(this.handledTotal === undefined ? {} : { handledTotal: this.handledTotal }),
      condition: this.condition.save() ?? null,
    };
  }

  load(saved: SavedTrigger): void {
    this.state = saved.state;
    this.sinceAt = saved.since;
    this.timerS = saved.timerS;
    this.offS = saved.offS ?? undefined;
    this.blindS = saved.blindS ?? undefined;
    this.told = saved.told ?? saved.state;
    this.handledTotal = saved.handledTotal;
    if (saved.condition !== null) this.condition.load(saved.condition);
  }

  private move(): void {
    const { truth, fresh } = this.verdict;
    this.isFrozen = truth === undefined;
    if (truth === undefined) {
      this.blindS = this.blindS === undefined ? 0 : this.blindS + 1;
      const { noData } = this.trigger;
      if (noData?.do === 'fire' && this.state !== 'firing' && this.hasBeenBlindFor(noData.after)) this.fire();
      return;
    }
    this.blindS = undefined;
    switch (this.state) {
      case 'ok':
        if (truth) this.begin(fresh);
        return;
      case 'pending':
        if (!truth) this.state = 'ok';
        else if (fresh) {
          this.timerS += 1;
          if (this.timerS >= this.forS) this.fire();
        }
        return;
      case 'firing':
        this.clear(fresh);
        return;
      case 'handled':
        // A total that rises again is a new failure, not the one that was answered.
        if (this.hasRisenAgain()) {
          this.beOk();
          if (truth) this.begin(fresh);
        } else this.clear(fresh);
    }
  }

  private begin(fresh: boolean): void {
    this.timerS = 0;
    if (this.forS > 0) this.state = 'pending';
    else if (fresh) this.fire();
  }

  private fire(): void {
    this.state = 'firing';
    this.offS = undefined;
  }

  private clear(fresh: boolean): void {
    const { clearTruth } = this.verdict;
    if (clearTruth === true) this.offS = undefined;
    if (clearTruth !== false || !fresh) return;
    this.offS = this.offS === undefined ? 0 : this.offS + 1;
    // A handled trigger has had its answer: it is ok again as soon as it is off.
    if (this.state === 'handled' || this.offS >= this.clearForS) this.beOk();
  }

  private hasRisenAgain(): boolean {
    const { value } = this.condition;
    if (this.handledTotal === undefined || value === undefined) return false;
    const hasRisen = value > this.handledTotal;
    this.handledTotal = Math.min(this.handledTotal, value);
    return hasRisen;
  }

  private beOk(): void {
    this.state = 'ok';
    this.offS = undefined;
    this.handledTotal = undefined;
  }

  private hasBeenBlindFor(ms: number): boolean {
    return this.blindS !== undefined && this.blindS * 1000 >= ms;
  }
}
