import { formatDuration } from '../../base/duration.ts';
import {
  createRatioProcess,
  isProven,
  meanEvidence,
  type RatioProcess,
  stepRatioProcess,
} from '../../stats/alwaysValid.ts';
import { midPGreater, pGreater, ratioInterval } from '../../stats/rateRatio.ts';
import type { ArrivalSides } from '../indicatorBook.ts';
import { ownMinimum, type Reading, type Status } from '../reading.ts';
import { numberWords, percentWords } from '../words.ts';
import { type Asked, boundConfidence, type LiveCondition, unknownWords, Verdict } from './condition.ts';

const alwaysValidConfidence = 0.95;

interface RatioTerms {
  readonly reading: Reading;
  readonly ratioOver: number;
  readonly confidence: number | undefined;
}

/** What both forms share: two rates side by side, and whether there is anything to compare. */
abstract class RatioCondition implements LiveCondition {
  readonly verdict = new Verdict();
  protected readonly terms: RatioTerms;
  protected readonly confidence: number;
  protected readonly minimum: number;
  protected status: Status = 'never';

  constructor(terms: RatioTerms, asked: Asked, defaultConfidence: number) {
    this.terms = terms;
    this.confidence = terms.confidence ?? asked.confidence ?? defaultConfidence;
    this.minimum = asked.minimum ?? ownMinimum(terms.reading.of.indicator);
  }

  abstract get value(): number | undefined;
  abstract get n(): number;
  abstract get interval(): LiveCondition['interval'];
  abstract judge(tick: number): void;
  abstract explain(): string;

  save(): unknown {
    return undefined;
  }

  load(_saved: unknown): void {}

  /** A baseline without events gives no ratio, but what stands against it may still be proof. */
  protected statusWith(n1: number, n0: number): Status {
    const { reading } = this.terms;
    const status = reading.status(0);
    if (status === 'never' || status === 'stale') return status;
    if (n1 === 0 || n0 === 0) return 'none';
    return Math.min(n1, n0) < this.minimum ? 'insufficient' : 'known';
  }

  protected proofWords(): string {
    return this.verdict.truth === true ? 'proven' : 'not proven';
  }

  protected sideWords(k1: number, n1: number, k0: number, n0: number): string {
    const { indicator, id } = this.terms.reading.of;
    const names = indicator.kind === 'compare' ? [indicator.treatment, indicator.baseline] : [id, 'baseline'];
    return `${names[0]} ${numberWords(k1)} of ${numberWords(n1)} against ${names[1]} ${numberWords(k0)} of ${numberWords(n0)}`;
  }
}

/** `{ indicator, ratioOver, window }`: the exact conditional test on the counts of one window. */
export class WindowRatioCondition extends RatioCondition {
  constructor(terms: RatioTerms, asked: Asked) {
    super(terms, asked, boundConfidence);
  }

  get value(): number | undefined {
    return this.terms.reading.value;
  }

  get n(): number {
    return this.terms.reading.n;
  }

  get interval(): LiveCondition['interval'] {
    const { sides } = this.terms.reading;
    if (sides === undefined || this.n === 0) return undefined;
    const { treatment, baseline } = sides;
    return ratioInterval(treatment.numerator, treatment.n, baseline.numerator, baseline.n, 0.95);
  }

  judge(tick: number): void {
    const { verdict } = this;
    const { reading } = this.terms;
    const { sides } = reading.readAt(tick);
    if (sides !== undefined) this.status = this.statusWith(sides.treatment.n, sides.baseline.n);
    verdict.decide(undefined);
    verdict.see(this.status, reading);
    if (sides === undefined || this.status !== 'known') return;
    const { treatment, baseline } = sides;
    const { ratioOver } = this.terms;
    // Below the line there can be no proof of being above it, and most seconds are there.
    const isAbove = treatment.numerator * baseline.n > ratioOver * baseline.numerator * treatment.n;
    verdict.decide(
      isAbove &&
        pGreater(treatment.numerator, treatment.n, baseline.numerator, baseline.n, ratioOver) < 1 - this.confidence,
    );
  }

  explain(): string {
    const { reading, ratioOver } = this.terms;
    const { sides } = reading;
    if (this.status !== 'known' || sides === undefined) return unknownWords(this.status, reading, this.minimum);
    const { treatment, baseline } = sides;
    const interval = ratioInterval(treatment.numerator, treatment.n, baseline.numerator, baseline.n, 0.95);
    const p = pGreater(treatment.numerator, treatment.n, baseline.numerator, baseline.n, ratioOver);
    const midP = midPGreater(treatment.numerator, treatment.n, baseline.numerator, baseline.n, ratioOver);
    return `${this.sideWords(treatment.numerator, treatment.n, baseline.numerator, baseline.n)} over ${formatDuration(reading.span.windowS * 1000)}: ${ratioWords(reading.value, interval)}; ${this.proofWords()}: the chance of this at ${numberWords(ratioOver)} times is ${numberWords(p, 2)} (mid-p ${numberWords(midP, 2)}), and proof asks for less than ${numberWords(1 - this.confidence, 2)}`;
  }
}

/** `{ indicator, ratioOver }` without a window: always valid, so that looking every second costs nothing. */
export class AlwaysValidRatioCondition extends RatioCondition {
  private readonly arrivals: ArrivalSides;
  private process: RatioProcess = createRatioProcess();

  constructor(terms: RatioTerms, asked: Asked, arrivals: ArrivalSides) {
    super(terms, asked, alwaysValidConfidence);
    this.arrivals = arrivals;
  }

  get value(): number | undefined {
    const { k1, n1, k0, n0 } = this.totals();
    return n1 === 0 || n0 === 0 || k0 === 0 ? undefined : k1 / n1 / (k0 / n0);
  }

  get n(): number {
    const { n1, n0 } = this.totals();
    return Math.min(n1, n0);
  }

  get interval(): LiveCondition['interval'] {
    const { k1, n1, k0, n0 } = this.totals();
    return n1 === 0 || n0 === 0 ? undefined : ratioInterval(k1, n1, k0, n0, 0.95);
  }

  judge(tick: number): void {
    const { k1, k0 } = this.arrivals;
    const { n1, n0 } = this.totals();
    this.terms.reading.readAt(tick);
    stepRatioProcess(this.process, k1.now(), k0.now(), n1, n0, this.terms.ratioOver);
    this.status = this.statusWith(n1, n0);
    this.verdict.see(this.status, this.terms.reading);
    this.verdict.decide(this.status === 'known' ? isProven(this.process, this.confidence) : undefined);
  }

  explain(): string {
    if (this.status !== 'known') return unknownWords(this.status, this.terms.reading, this.minimum);
    const { k1, n1, k0, n0 } = this.totals();
    const interval = ratioInterval(k1, n1, k0, n0, 0.95);
    return `${this.sideWords(k1, n1, k0, n0)} so far: ${ratioWords(this.value, interval)}; ${this.proofWords()}: the evidence for more than ${numberWords(this.terms.ratioOver)} times is ${numberWords(meanEvidence(this.process), 3)}, and proof at ${percentWords(this.confidence)} asks for ${numberWords(1 / (1 - this.confidence), 3)}`;
  }

  override save(): RatioProcess {
    return this.process;
  }

  override load(saved: unknown): void {
    this.process = saved as RatioProcess;
  }

  private totals(): { k1: number; n1: number; k0: number; n0: number } {
    const { k1, n1, k0, n0 } = this.arrivals;
    return { k1: k1.soFar(), n1: n1.soFar(), k0: k0.soFar(), n0: n0.soFar() };
  }
}

function ratioWords(ratio: number | undefined, interval: { low: number; high: number }): string {
  const point = ratio === undefined ? 'nothing to divide by' : `${numberWords(ratio, 3)} times`;
  return `${point} (95 %: ${numberWords(interval.low, 3)} to ${numberWords(interval.high, 3)})`;
}
