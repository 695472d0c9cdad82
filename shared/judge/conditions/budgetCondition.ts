import type { LeafCondition } from '../../model/planConditions.ts';
import type { Status } from '../reading.ts';
import type { Budget, LiveBudget } from '../sloBook.ts';
import { numberWords, percentWords } from '../words.ts';
import { type Asked, type LiveCondition, minimumFor, unknownWords, Verdict } from './condition.ts';

/** `{ slo, budgetLeftUnder }`: less than this share of the launch's failures is left. */
export class BudgetCondition implements LiveCondition {
  readonly verdict = new Verdict();
  private readonly live: LiveBudget;
  private readonly limit: number;
  private readonly minimum: number;
  private status: Status = 'never';
  private budget: Budget | undefined;

  constructor(live: LiveBudget, condition: LeafCondition & { kind: 'budget' }, asked: Asked) {
    this.live = live;
    this.limit = condition.budgetLeftUnder;
    this.minimum = minimumFor(asked, 0, false);
  }

  get value(): number | undefined {
    return this.budget?.left;
  }

  get n(): number {
    return this.live.sinceStart.n;
  }

  judge(tick: number): void {
    this.budget = this.live.readAt(tick);
    const status = this.live.sinceStart.status(this.minimum);
    // Before T-0 nothing has been spent, and that is known.
    this.status = status === 'none' ? 'known' : status;
    const { verdict } = this;
    verdict.see(this.status, this.live.sinceStart);
    verdict.decide(this.status === 'known' && this.budget !== undefined ? this.budget.left < this.limit : undefined);
  }

  explain(): string {
    if (this.budget === undefined) return `${this.live.id} expects no number of events, so it has no budget`;
    if (this.verdict.truth === undefined) return unknownWords(this.status, this.live.sinceStart, this.minimum);
    const { left, spent, allowed } = this.budget;
    const { id } = this.live;
    const says =
      left < 0
        ? `nothing of the budget of ${id} is left: ${percentWords(1 - left)} of it is spent`
        : `${percentWords(left)} of the budget of ${id} is left`;
    return `${says} (${numberWords(spent)} of ${numberWords(allowed)} failures spent), ${this.verdict.truth ? '' : 'not '}under ${percentWords(this.limit)}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}
