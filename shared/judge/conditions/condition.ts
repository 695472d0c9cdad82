import type { Labels } from '../../model/series.ts';
import type { Reading, Status } from '../reading.ts';
import { plainWords } from '../words.ts';
import type { Calm } from './calm.ts';

/** True, false, or unknown: there is no value that may be trusted. */
export type Truth = boolean | undefined;

export type Sight = 'sees' | 'stale' | 'never';

export function sightOf(status: Status): Sight {
  return status === 'stale' || status === 'never' ? status : 'sees';
}

/** What a condition says of a tick. One and the same layout for all of them, since every rule looks at it every second. */
export class Verdict {
  truth: Truth = undefined;
  /** The same with clear levels in the place of thresholds: a rule that fires is off when this is false. */
  clearTruth: Truth = undefined;
  /** Whether it can see: `stale` when any part of it is, else `never` when any part was never fed. */
  sight: Sight = 'never';
  /** False when any part of it rests on data too old to move a timer. */
  fresh = false;

  /** Of a condition without a clear level of its own. */
  decide(truth: Truth): void {
    this.truth = truth;
    this.clearTruth = truth;
  }

  /** Of a condition that rests on a reading, which a rule finds in this status. */
  see(status: Status, reading: Reading): void {
    this.sight = sightOf(status);
    this.fresh = reading.ageMs <= reading.of.freshAfterMs;
  }
}

/** A condition of a rule for one cell, judged anew at each tick. */
export interface LiveCondition {
  /** Always the same object. */
  readonly verdict: Verdict;
  /** Brings everything else up to the tick. Called once a tick, in order. */
  judge(tick: number): void;
  /** Where there are sums that say by themselves that it is false and clear. */
  readonly calm?: Calm | undefined;
  readonly value: number | undefined;
  readonly n: number | undefined;
  /** 95 % interval of the value, where two rates are compared; it is made when it is asked for. */
  readonly interval?: { readonly low: number; readonly high: number } | undefined;
  /** A clause with the numbers in it: `burn 15.2x over 1h and 31x over 5m, both above 14.4x`. */
  explain(): string;
  /** What this condition remembers between ticks beside the board's sums; undefined when nothing. */
  save(): unknown;
  load(saved: unknown): void;
}

/** How a rule wants its conditions judged. */
export interface Asked {
  readonly cell: Labels;
  /** `bound`: firing needs proof at this confidence, not just a point above the line. */
  readonly evidence: 'point' | 'bound';
  readonly confidence: number | undefined;
  /** The rule's own `minimum.n`; under `point` the indicator's stands in when there is none. */
  readonly minimum: number | undefined;
  /** Clear levels that the rule names itself. */
  readonly clearUnder: number | undefined;
  readonly clearOver: number | undefined;
  /** Whether the rule, once it fires, goes on until a clear level is reached. A criterion has none. */
  readonly hasClearLevel: boolean;
  /**
   * How many times `not` stands around the condition. Inside any, thresholds stand for clear levels too; inside an odd
   * number of them the rule fires because this does not hold, so proof is asked of the other side.
   */
  readonly nots: number;
}

export const boundConfidence = 0.999;

/** Of the intervals that are shown and that nothing rests on. */
export const shownConfidence = 0.95;

/** What the least `n` is for a reading, as this rule asks. */
export function minimumFor(asked: Asked, indicatorMinimum: number, bound: boolean): number {
  return asked.minimum ?? (bound ? 0 : indicatorMinimum);
}

/** What the bound says of a condition; inside a `not` it may be disproven. */
export function proofWords(truth: Truth, isNegated: boolean): string {
  if (isNegated) return truth === true ? 'not disproven' : 'disproven';
  return truth === true ? 'proven' : 'not proven';
}

/** For sentences about what cannot be known. */
export function unknownWords(status: Status, reading: Reading, minimum: number): string {
  switch (status) {
    case 'never':
      return `${reading.of.id} was never seen`;
    case 'stale':
      return `${reading.of.id} was last heard ${(reading.ageMs / 1000).toFixed(0)} s ago`;
    case 'none':
      return `${reading.of.id} has no traffic`;
    case 'insufficient':
      return reading.of.indicator.kind === 'speed'
        ? `${reading.of.id} has covered ${(reading.coverage * 100).toFixed(0)} % of its window`
        : `${reading.of.id} rests on ${plainWords(reading.n)}, and ${minimum} are needed`;
    case 'known':
      return `${reading.of.id} is known`;
  }
}
