import type { Criterion } from '../model/planTriggers.ts';
import type { Labels } from '../model/series.ts';
import type { LiveCondition, Verdict } from './conditions/condition.ts';

export type CriterionState = 'unknown' | 'maturing' | 'pass' | 'fail' | 'waived';

/** How long a criterion may be unknown before its time starts over. */
const suspendedForS = 120;

/** What a criterion remembers between ticks. */
export interface SavedCriterion {
  readonly state: CriterionState;
  /** The state that the last transition told; absent where that is `state`. */
  readonly told?: CriterionState;
  readonly since: number;
  /** Ms; absent without a waiver. */
  readonly waivedUntil?: number;
  readonly heldS: number | null;
  readonly suspendedS: number;
  readonly condition: unknown;
}

/** One criterion for one cell: it must hold for a time, and what is unknown does not hold. */
export class LiveCriterion {
  readonly id: string;
  readonly criterion: Criterion;
  readonly cell: Labels;
  readonly condition: LiveCondition;
  readonly verdict: Verdict;
  readonly isRequired: boolean;
  sinceAt = 0;
  private readonly forS: number;
  private judged: CriterionState = 'unknown';
  /** What the last transition said. A waiver counts at once, and is told at the next tick. */
  private told: CriterionState = 'unknown';
  private waivedUntilMs: number | undefined;
  /** Seconds that it has held; undefined when the time starts over. */
  private heldS: number | undefined;
  private suspendedS = 0;

  constructor(id: string, criterion: Criterion, cell: Labels, condition: LiveCondition) {
    this.id = id;
    this.criterion = criterion;
    this.cell = cell;
    this.condition = condition;
    this.verdict = condition.verdict;
    this.isRequired = criterion.required;
    this.forS = Math.floor(criterion.for / 1000);
  }

  /** What the last transition said. */
  get toldState(): CriterionState {
    return this.told;
  }

  /** Judges the condition and moves the state; returns the state that was left, or undefined when it stayed. */
  judge(tick: number): CriterionState | undefined {
    this.condition.judge(tick);
    if (this.waivedUntilMs !== undefined && tick * 1000 >= this.waivedUntilMs) this.waivedUntilMs = undefined;
    this.move();
    const from = this.told;
    if (this.state === from) return undefined;
    this.told = this.state;
    this.sinceAt = tick * 1000;
    return from;
  }

  get state(): CriterionState {
    const isShort = this.judged === 'fail' || this.judged === 'unknown';
    return isShort && this.waivedUntilMs !== undefined ? 'waived' : this.judged;
  }

  /** A person with the right lets it pass until then, whatever it says; undefined takes that back. */
  waive(untilMs: number | undefined): void {
    this.waivedUntilMs = untilMs;
  }

  /** Seconds until it passes if it goes on holding; undefined when it does not hold. */
  get leftS(): number | undefined {
    return this.heldS === undefined ? undefined : Math.max(0, this.forS - this.heldS);
  }

  save(): SavedCriterion {
    return {
      state: this.judged,
      ...(this.told === this.judged ? {} : { told: this.told }),
      since: this.sinceAt,
      ...(this.waivedUntilMs === undefined ? {} : { waivedUntil: this.waivedUntilMs }),
      heldS: this.heldS ?? null,
      suspendedS: this.suspendedS,
      condition: this.condition.save() ?? null,
    };
  }

  load(saved: SavedCriterion): void {
    this.judged = saved.state;
    this.told = saved.told ?? saved.state;
    this.waivedUntilMs = saved.waivedUntil;
    this.sinceAt = saved.since;
    this.heldS = saved.heldS ?? undefined;
    this.suspendedS = saved.suspendedS;
    if (saved.condition !== null) this.condition.load(saved.condition);
  }

  private move(): void {
    const { truth, fresh } = this.verdict;
    if (truth === undefined) {
      this.judged = 'unknown';
      this.suspendedS += 1;
      if (this.suspendedS > suspendedForS) this.heldS = undefined;
      return;
    }
    this.suspendedS = 0;
    if (!truth) {
      this.judged = 'fail';
      this.heldS = undefined;
      return;
    }
    if (this.heldS === undefined) this.heldS = 0;
    else if (fresh) this.heldS += 1;
    // What has passed stays so while nothing says otherwise; new passes need fresh data.
    if (this.heldS >= this.forS && (fresh || this.judged === 'pass')) this.judged = 'pass';
    else this.judged = 'maturing';
  }
}
