import { formatDuration } from '../../base/duration.ts';
import type { LeafCondition } from '../../model/planConditions.ts';
import { lowerBound, provesOver, provesUnder, upperBound, zeroEventsUpper } from '../../stats/proportion.ts';
import { ownMinimum, type Reading, type Status } from '../reading.ts';
import { percentWords, plainWords, valueWords } from '../words.ts';
import type { Calm } from './calm.ts';
import {
  type Asked,
  boundConfidence,
  type LiveCondition,
  minimumFor,
  proofWords,
  shownConfidence,
  type Truth,
  unknownWords,
  Verdict,
} from './condition.ts';

/** `{ indicator, window, over | under }`: a value against a threshold, both strict. */
export class LevelCondition implements LiveCondition {
  readonly verdict = new Verdict();
  private readonly reading: Reading;
  private readonly asked: Asked;
  private readonly over: boolean;
  private readonly threshold: number;
  private readonly clearLevel: number;
  private readonly bound: boolean;
  private readonly confidence: number;
  private readonly minimum: number;
  private status: Status = 'never';

  constructor(reading: Reading, condition: LeafCondition & { kind: 'level' }, asked: Asked) {
    const { indicator } = reading.of;
    const isShare = indicator.kind === 'ratio' || indicator.kind === 'share';
    this.reading = reading;
    this.asked = asked;
    this.over = condition.over !== undefined;
    this.threshold = condition.over ?? condition.under ?? 0;
    this.clearLevel = this.over
      ? (asked.clearUnder ?? clearBelow(this.threshold))
      : (asked.clearOver ?? clearAbove(this.threshold, isShare));
    this.bound = asked.evidence === 'bound' && isShare;
    this.confidence = asked.confidence ?? boundConfidence;
    this.minimum = minimumFor(asked, ownMinimum(indicator), this.bound);
  }

  get calm(): Calm | undefined {
    const { quotient } = this.reading;
    const isPlain = this.over && this.asked.nots === 0 && (!this.bound || this.confidence >= 0.5);
    if (!isPlain || quotient?.scale !== 1 || this.threshold < 0) return undefined;
    const limit = Math.min(this.threshold, this.clearLevel);
    const { part, isRest, of } = quotient;
    return { part, isRest, of, allowed: 1, limit, base: of, least: this.minimum, reading: this.reading };
  }

  get value(): number | undefined {
    return this.reading.value;
  }

  get n(): number {
    return this.reading.n;
  }

  private get isNegated(): boolean {
    return this.asked.nots % 2 === 1;
  }

  /** The bound on the side that makes it harder for the rule to fire. */
  private get proof(): number {
    const { numerator, n } = this.reading;
    return this.over !== this.isNegated
      ? lowerBound(numerator, n, this.confidence)
      : upperBound(numerator, n, this.confidence);
  }

  judge(tick: number): void {
    const { value, numerator, n } = this.reading.readAt(tick);
    const { verdict } = this;
    this.status = this.reading.status(this.minimum);
    verdict.decide(undefined);
    verdict.see(this.status, this.reading);
    if (this.status !== 'known' || value === undefined) return;
    if (!this.bound) verdict.truth = this.over ? value > this.threshold : value < this.threshold;
    else if (this.isNegated) verdict.truth = this.over ? this.proof > this.threshold : this.proof < this.threshold;
    else if (this.over) verdict.truth = provesOver(numerator, n, this.threshold, this.confidence);
    else verdict.truth = provesUnder(numerator, n, this.threshold, this.confidence);
    if (this.asked.nots > 0) verdict.clearTruth = verdict.truth;
    else verdict.clearTruth = this.over ? value > this.clearLevel : value < this.clearLevel;
  }

  explain(): string {
    const { of, value, n, span } = this.reading;
    if (this.status !== 'known') return unknownWords(this.status, this.reading, this.minimum);
    const window = formatDuration(span.windowS * 1000);
    const side = this.over ? 'above' : 'below';
    const stands = value !== undefined && (this.over ? value > this.threshold : value < this.threshold);
    const from =
      'latency' in of.indicator || of.indicator.kind === 'gauge' ? '' : ` (n ${plainWords(n)}${this.noneWords})`;
    const line = `${stands ? side : `not ${side}`} ${valueWords(of.indicator, this.threshold)}`;
    const point = `${of.id} over ${window} is ${valueWords(of.indicator, value)}${from}, ${line}${this.betweenWords(stands)}`;
    if (!this.bound || stands === this.isNegated) return point;
    const proven = proofWords(this.verdict.truth, this.isNegated);
    return `${point}; ${proven} at ${percentWords(this.confidence)}, where the bound is ${percentWords(this.proof)} of ${plainWords(n)}`;
  }

  /** Nothing seen is not nothing there. */
  private get noneWords(): string {
    const { numerator, n, of } = this.reading;
    const isShare = of.indicator.kind === 'ratio' || of.indicator.kind === 'share';
    if (!isShare || numerator !== 0 || n <= 0) return '';
    return `, none: below ${percentWords(zeroEventsUpper(n, shownConfidence))} at ${percentWords(shownConfidence)}`;
  }

  /** Beyond the threshold no more, and not clear: a rule that fires goes on. */
  private betweenWords(stands: boolean): string {
    if (stands || !isBetween(this.asked, this.verdict.clearTruth)) return '';
    const end = this.over ? 'at or below' : 'at or above';
    return ` but not yet ${end} ${valueWords(this.reading.of.indicator, this.clearLevel)}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}

/** Of a condition whose threshold is not passed: whether its clear level is not reached either. */
export function isBetween({ hasClearLevel, nots }: Asked, clearTruth: Truth): boolean {
  return hasClearLevel && nots === 0 && clearTruth === true;
}

/** What `over x` must come down to before it is off. */
export function clearBelow(threshold: number): number {
  return threshold - 0.2 * Math.abs(threshold);
}

/** What `under x` must come up to before it is off; a share has only what is left up to 1. */
function clearAbove(threshold: number, isShare: boolean): number {
  const above = threshold + 0.25 * Math.abs(threshold);
  return isShare ? Math.min(above, threshold + 0.2 * (1 - threshold)) : above;
}
