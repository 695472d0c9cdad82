import { formatDuration } from '../../base/duration.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import { cusumReference, stepCusum } from '../../stats/cusum.ts';
import { ownMinimum, type Reading, type Status } from '../reading.ts';
import { numberWords } from '../words.ts';
import { type Asked, type LiveCondition, minimumFor, unknownWords, Verdict } from './condition.ts';

/** `{ cusum, every, m0, m1, h }`: a Poisson CUSUM of the numerator, one step for each whole interval of the epoch. */
export class CusumCondition implements LiveCondition {
  readonly verdict = new Verdict();
  value = 0;
  n = 0;
  private readonly reading: Reading;
  private readonly condition: LeafCondition & { kind: 'cusum' };
  private readonly reference: number;
  private readonly minimum: number;
  private status: Status = 'never';

  /** `reading`: the indicator over one interval. */
  constructor(reading: Reading, condition: LeafCondition & { kind: 'cusum' }, asked: Asked) {
    this.reading = reading;
    this.condition = condition;
    this.reference = cusumReference(condition.m0, condition.m1);
    this.minimum = minimumFor(asked, ownMinimum(reading.of.indicator), false);
  }

  judge(tick: number): void {
    this.reading.readAt(tick);
    this.status = this.reading.status(this.minimum);
    if ((tick - this.reading.span.delayS) % this.reading.span.windowS === 0 && this.status === 'known') {
      this.value = stepCusum(this.value, this.reading.numerator, this.reference);
      this.n = this.reading.n;
    }
    // Too little traffic skips a step; only silence makes the sum itself unknown.
    const { verdict } = this;
    verdict.see(this.status, this.reading);
    verdict.decide(verdict.sight === 'sees' ? this.value >= this.condition.h : undefined);
  }

  explain(): string {
    if (this.verdict.sight !== 'sees') return unknownWords(this.status, this.reading, this.minimum);
    const { every, m0, m1, h } = this.condition;
    const side = this.verdict.truth === true ? 'at or above' : 'below';
    return `the CUSUM of ${this.reading.of.id} every ${formatDuration(every)} is ${numberWords(this.value)}, ${side} ${numberWords(h)} (tuned from ${numberWords(m0)} to ${numberWords(m1)})`;
  }

  save(): { value: number; n: number } {
    return { value: this.value, n: this.n };
  }

  load(saved: unknown): void {
    const { value, n } = saved as { value: number; n: number };
    this.value = value;
    this.n = n;
  }
}
