import type { Plan } from '../model/plan.ts';
import type { Experiment } from '../model/planExperiments.ts';
import { experimentInterval, nonInferiority, type SafetyVerdict, timeUntilDecidable } from '../stats/experiment.ts';
import { armsOf } from './armShares.ts';
import { type ArmEffect, firstDecisionOf } from './armEffect.ts';
import { type IndicatorBook, windowSpan } from './indicatorBook.ts';
import type { Reading } from './reading.ts';
import { seenThrough, type Sighting } from './sighting.ts';
import { badOf } from './slo.ts';

const paceMs = 600_000;

/** One arm against control on a guardrail: the difference of the shares that went wrong. */
export interface GuardedArm extends ArmEffect {
  readonly verdict: SafetyVerdict;
}

/** What a guardrail says after a tick. */
export interface GuardrailView {
  readonly sighting: Sighting;
  readonly arms: readonly GuardedArm[];
  /** The worst of the arms; undefined while an arm cannot be compared and none is harmful. */
  readonly verdict: SafetyVerdict | undefined;
}

/**
 * A guardrail: the indicator of each arm against control, over everything that was judged. An arm has the samples of the
 * indicator that bear the experiment's label for arms; where none does, the arms cannot be told apart, and the value of
 * the launch says nothing of them.
 *
 * More is worse for a ratio (its bad events, or what is missing from its good ones) and for a rate, whose margin is per
 * one and not per `scale`; of a share within a limit, what took longer is what counts. A ratio with `of` is taken as one
 * of which more is worse.
 */
export class Guardrail {
  readonly indicator: string;
  /** As a ratio: 0.001 is 0.1 percentage points. */
  readonly margin: number;
  readonly label: string;
  readonly control: string;
  readonly launch: Reading;
  private readonly arms: readonly { readonly arm: string; readonly sofar: Reading; readonly pace: Reading }[];
  private readonly firstDecision: number;

  constructor(
    { indicator, margin }: Experiment['guardrails'][number],
    experiment: Experiment,
    plan: Plan,
    indicators: IndicatorBook,
  ) {
    const kind = plan.indicators[indicator]?.kind;
    if (kind !== 'ratio' && kind !== 'rate' && kind !== 'share') {
      throw new Error(`The guardrail ${indicator} is no ratio, rate or share; lint says so before judging.`);
    }
    this.indicator = indicator;
    this.margin = margin;
    this.label = experiment.exposures.arm;
    this.control = armsOf(experiment)[0] ?? '';
    this.firstDecision = firstDecisionOf(experiment);
    const delayMs = indicators.delayMs(indicator);
    const sofar = { windowS: Infinity, delayS: Math.floor(delayMs / 1000), fromBucket: -Infinity };
    this.launch = indicators.reading(indicator, {}, sofar);
    this.arms = armsOf(experiment).map((arm) => ({
      arm,
      sofar: indicators.reading(indicator, { [this.label]: arm }, sofar),
      pace: indicators.reading(indicator, { [this.label]: arm }, windowSpan(paceMs, delayMs)),
    }));
  }

  viewAt(tick: number): GuardrailView {
    const [control, ...others] = this.arms.map(({ arm, sofar }) => {
      const reading = sofar.readAt(tick);
      return { arm, conversions: badOf(reading), exposures: reading.n };
    });
    if (control === undefined) throw new Error('An experiment has arms.');
    const arms = others.map((treatment): GuardedArm => {
      const comparison = { control, treatment, firstDecision: this.firstDecision };
      const interval = experimentInterval(comparison);
      const verdict = interval === undefined ? 'not yet known' : nonInferiority(interval, this.margin, true);
      return { arm: treatment.arm, comparison, interval, verdict };
    });
    return { sighting: this.sightingAt(arms), arms, verdict: verdictOf(arms) };
  }

  /** Seconds until this arm is decided if it goes on like this; undefined while it cannot be compared. */
  decidableInS({ arm, comparison }: GuardedArm, tick: number): number | undefined {
    const perSecond = this.arms.reduce((sum, one) => {
      if (one.arm !== arm && one.arm !== this.control) return sum;
      const { n, coverage, span } = one.pace.readAt(tick);
      return sum + n / Math.max(1, coverage * span.windowS);
    }, 0);
    return timeUntilDecidable(comparison, this.margin, perSecond);
  }

  private sightingAt(arms: readonly GuardedArm[]): Sighting {
    const seen = this.arms.filter(({ sofar }) => sofar.of.feeds.length > 0);
    if (seen.length === 0) return { status: 'never', ageMs: Infinity, fresh: false };
    const isCompared = arms.every(({ interval }) => interval !== undefined);
    return seenThrough([
      { status: isCompared ? 'known' : 'none', ageMs: 0, fresh: true },
      ...seen.map(({ sofar }) => ({
        status: sofar.status(0),
        ageMs: sofar.ageMs,
        fresh: sofar.ageMs <= sofar.of.freshAfterMs,
      })),
    ]);
  }
}

/** Harm is known as soon as one arm shows it; safety only when every arm does. */
function verdictOf(arms: readonly GuardedArm[]): SafetyVerdict | undefined {
  if (arms.some(({ verdict }) => verdict === 'proven harmful')) return 'proven harmful';
  if (arms.some(({ interval }) => interval === undefined)) return undefined;
  return arms.every(({ verdict }) => verdict === 'proven safe') ? 'proven safe' : 'not yet known';
}
