import { formatDuration } from '../../base/duration.ts';
import { lowerBound, provesOver, upperBound, zeroEventsUpper } from '../../stats/proportion.ts';
import { ownMinimum, type Reading, type Status } from '../reading.ts';
import { badOf, burnOf } from '../slo.ts';
import { numberWords, percentWords } from '../words.ts';
import {
  type Asked,
  boundConfidence,
  type LiveCondition,
  minimumFor,
  proofWords,
  shownConfidence,
  unknownWords,
  Verdict,
} from './condition.ts';
import type { Calm } from './calm.ts';
import { clearBelow, isBetween } from './levelCondition.ts';

/** What both burn conditions compare: the share of bad events in a window, in multiples of what the objective allows. */
interface BurnTerms {
  readonly objective: number;
  readonly long: Reading;
  /** The second, faster window of an alert pair. */
  readonly short: Reading | undefined;
  /** Over this (or under it), strictly. */
  readonly factor: number;
  readonly over: boolean;
}

/**
 * `{ slo, alert }`: burn of the long and the short window above the factor, off when the short one is at or below 0.8 of
 * it. `{ slo, window, burnOver | burnUnder }`: one window.
 */
export class BurnCondition implements LiveCondition {
  readonly verdict = new Verdict();
  private readonly terms: BurnTerms;
  private readonly asked: Asked;
  private readonly clearLevel: number;
  private readonly bound: boolean;
  private readonly confidence: number;
  private readonly minimum: number;
  private status: Status = 'never';

  constructor(terms: BurnTerms, asked: Asked) {
    this.terms = terms;
    this.asked = asked;
    if (terms.short !== undefined) this.clearLevel = 0.8 * terms.factor;
    else if (terms.over) this.clearLevel = asked.clearUnder ?? clearBelow(terms.factor);
    else this.clearLevel = asked.clearOver ?? terms.factor;
    this.bound = asked.evidence === 'bound' && terms.over;
    this.confidence = asked.confidence ?? boundConfidence;
    this.minimum = minimumFor(asked, ownMinimum(terms.long.of.indicator), this.bound);
  }

  get calm(): Calm | undefined {
    const { long, short, factor, objective, over } = this.terms;
    const decides = (short ?? long).quotient;
    if (!over || this.asked.nots > 0 || decides === undefined || long.quotient === undefined) return undefined;
    return {
      part: decides.part,
      isRest: decides.isRest || long.of.indicator.kind === 'share',
      of: decides.of,
      allowed: 1 - objective,
      limit: Math.min(factor, this.clearLevel),
      base: long.quotient.of,
      least: this.minimum,
      reading: long,
    };
  }

  get value(): number | undefined {
    return burnOf(this.terms.long, this.terms.objective);
  }

  get n(): number {
    return this.terms.long.n;
  }

  private get isNegated(): boolean {
    return this.asked.nots % 2 === 1;
  }

  /** The long burn's bound on the side that makes it harder for the rule to fire. */
  private get proof(): number {
    const { long, objective } = this.terms;
    const boundOf = this.isNegated ? upperBound : lowerBound;
    return boundOf(badOf(long), long.n, this.confidence) / (1 - objective);
  }

  judge(tick: number): void {
    const { verdict } = this;
    const { long, short, factor, objective, over } = this.terms;
    verdict.decide(undefined);
    this.status = long.readAt(tick).status(this.minimum);
    if (this.status === 'known' && short?.readAt(tick).value === undefined && short !== undefined) this.status = 'none';
    verdict.see(this.status, long);
    if (this.status !== 'known' || long.n === 0) return;
    // NaN, which is above and below nothing, where there is no short window or nothing in it.
    const shortBurn = short === undefined || short.n === 0 ? NaN : badOf(short) / short.n / (1 - objective);
    verdict.truth = over && shortBurn <= factor ? false : this.judgeLong();
    if (this.asked.nots > 0) verdict.clearTruth = verdict.truth;
    else if (!Number.isNaN(shortBurn)) verdict.clearTruth = shortBurn > this.clearLevel;
    else verdict.clearTruth = over ? this.longBurn > this.clearLevel : this.longBurn < this.clearLevel;
  }

  private get longBurn(): number {
    return badOf(this.terms.long) / this.terms.long.n / (1 - this.terms.objective);
  }

  private judgeLong(): boolean {
    const { long, factor, objective, over } = this.terms;
    if (!over) return this.longBurn < factor;
    if (this.bound && this.isNegated) return this.proof > factor;
    if (this.longBurn <= factor) return false;
    return !this.bound || provesOver(badOf(long), long.n, factor * (1 - objective), this.confidence);
  }

  explain(): string {
    const { long, short, factor, objective, over } = this.terms;
    if (this.status !== 'known') {
      const about = this.status === 'none' && short !== undefined && long.n > 0 ? short : long;
      return unknownWords(this.status, about, this.minimum);
    }
    const longBurn = burnOf(long, objective) ?? 0;
    const shortBurn = short === undefined ? undefined : (burnOf(short, objective) ?? 0);
    const counts = `${numberWords(badOf(long))} bad of ${numberWords(long.n)}${this.noneWords}`;
    const line = `${over ? 'above' : 'below'} ${numberWords(factor)}x`;
    const stands = over ? longBurn > factor && (shortBurn === undefined || shortBurn > factor) : longBurn < factor;
    const between = stands ? '' : this.betweenWords();
    const burns =
      short === undefined || shortBurn === undefined
        ? `burn is ${burnWords(longBurn, long)} (${counts}), ${stands ? '' : 'not '}${line}${between}`
        : `burn is ${burnWords(longBurn, long)} and ${burnWords(shortBurn, short)} (${counts}), ${stands ? 'both' : 'not both'} ${line}${between}`;
    const isDecided = shortBurn !== undefined && shortBurn <= factor;
    if (!this.bound || isDecided || stands === this.isNegated) return burns;
    const least = `where it is at ${this.isNegated ? 'most' : 'least'} ${numberWords(this.proof)}x`;
    return `${burns}; ${proofWords(this.verdict.truth, this.isNegated)} at ${percentWords(this.confidence)}, ${least}`;
  }

  /** Nothing seen is not nothing there. */
  private get noneWords(): string {
    const { long, objective } = this.terms;
    if (badOf(long) !== 0 || long.n <= 0) return '';
    const most = zeroEventsUpper(long.n, shownConfidence) / (1 - objective);
    return `: below ${numberWords(most)}x at ${percentWords(shownConfidence)}`;
  }

  /** Beyond the factor no more, and not clear: a rule that fires goes on. */
  private betweenWords(): string {
    if (!isBetween(this.asked, this.verdict.clearTruth)) return '';
    const { short, over } = this.terms;
    const where = short === undefined ? '' : ` over ${windowWords(short)}`;
    return ` but not yet at or ${over ? 'below' : 'above'} ${numberWords(this.clearLevel)}x${where}`;
  }

  save(): undefined {
    return undefined;
  }

  load(): void {}
}

function burnWords(burn: number, reading: Reading): string {
  return `${numberWords(burn)}x over ${windowWords(reading)}`;
}

function windowWords(reading: Reading): string {
  return formatDuration(reading.span.windowS * 1000);
}
