import type { ExperimentState } from '../model/planConditions.ts';
import type { Plan } from '../model/plan.ts';
import type { Experiment } from '../model/planExperiments.ts';
import {
  benefit,
  type BenefitVerdict,
  experimentInterval,
  type SafetyVerdict,
  timeUntilDecidable,
} from '../stats/experiment.ts';
import { type ArmEffect, firstDecisionOf } from './armEffect.ts';
import { armsOf } from './armShares.ts';
import { ArmSplit } from './armSplit.ts';
import type { ArrivalCount, Board } from './board.ts';
import type { RunningSum } from './runningSum.ts';
import { ConversionForecast } from './conversionForecast.ts';
import type { Feed } from './feed.ts';
import { Guardrail, type GuardrailView } from './guardrail.ts';
import { type IndicatorBook, windowSpan } from './indicatorBook.ts';
import type { Selector } from './selector.ts';
import { seenThrough, type Sighting } from './sighting.ts';

/** The present traffic is that of the last ten minutes. */
const paceMs = 600_000;

/** One arm against control on conversion. */
export interface ConvertedArm extends ArmEffect {
  readonly verdict: BenefitVerdict;
}

/** What an experiment says after a tick. */
export interface ExperimentView {
  readonly id: string;
  /** Of exposures and conversions. */
  readonly counts: Sighting;
  readonly arms: readonly ConvertedArm[];
  /** Worse when any arm is, else better when any arm is; undefined while it cannot be told. */
  readonly benefit: BenefitVerdict | undefined;
  /** Of the guardrails together; `known` when there are none. */
  readonly guarded: Sighting;
  readonly guardrails: readonly GuardrailView[];
  /** Harmful when any guardrail is, safe when all are; undefined without guardrails, or while it cannot be told. */
  readonly safety: SafetyVerdict | undefined;
  readonly isUnreadable: boolean;
  /** The sequential p of the sample ratio. */
  readonly sampleP: number;
}

interface CountedArm {
  readonly arm: string;
  readonly exposures: ArrivalCount;
  readonly conversions: ArrivalCount;
  readonly pace: RunningSum;
}

/**
 * One experiment of the plan: what was exposed and what was converted by arm, of everything that was judged, as it
 * arrived. Control is the arm of that name, else the first in the plan.
 */
export class LiveExperiment {
  readonly id: string;
  readonly experiment: Experiment;
  readonly split: ArmSplit;
  readonly guardrails: readonly Guardrail[];
  readonly forecast: ConversionForecast;
  readonly firstDecision: number;
  readonly counted: readonly CountedArm[];
  private readonly feed: Feed;
  private view: ExperimentView | undefined;
  private viewTick = -1;

  constructor(id: string, experiment: Experiment, plan: Plan, board: Board, indicators: IndicatorBook) {
    const { exposures, conversions } = experiment;
    const arms = armsOf(experiment);
    this.id = id;
    this.experiment = experiment;
    this.firstDecision = firstDecisionOf(experiment);
    this.split = new ArmSplit(plan, experiment, board, (arm) => ofArms(exposures, [arm]));
    this.counted = arms.map((arm) => ({
      arm,
      exposures: board.arrivalCount(ofArms(exposures, [arm]), {}),
      conversions: board.arrivalCount(ofArms(conversions, [arm]), {}),
      pace: board.sum('count', ofArms(exposures, [arm]), {}, { kind: 'sum' }, windowSpan(paceMs, 0)),
    }));
    const exposed = ofArms(exposures, arms);
    const converted = ofArms(conversions, arms);
    this.feed = indicators.follow([exposed, converted]);
    this.forecast = new ConversionForecast(board, exposed, converted, this.feed);
    this.guardrails = experiment.guardrails.map((one) => new Guardrail(one, experiment, plan, indicators));
  }

  advance(tick: number): void {
    this.split.advance(tick);
    this.forecast.advance(tick);
  }

  /** The same object for the same tick. */
  viewAt(tick: number): ExperimentView {
    if (this.view === undefined || this.viewTick !== tick) {
      this.view = this.look(tick);
      this.viewTick = tick;
    }
    return this.view;
  }

  /** Exposures a second of these arms at present; of the time since the first exposure where that is less. */
  exposuresPerSecond(arms: readonly string[], tick: number): number {
    const sinceS = Math.min(paceMs / 1000, Math.max(1, tick - this.feed.firstBucket));
    return this.counted.reduce((sum, { arm, pace }) => sum + (arms.includes(arm) ? pace.now : 0), 0) / sinceS;
  }

  /** Seconds until this arm is decided if it goes on like this; undefined while it cannot be compared. */
  decidableInS({ arm, comparison }: ConvertedArm, tick: number): number | undefined {
    const control = this.counted[0]?.arm ?? '';
    return timeUntilDecidable(comparison, 0, this.exposuresPerSecond([control, arm], tick));
  }

  private look(tick: number): ExperimentView {
    const [control, ...others] = this.counted.map(({ arm, exposures, conversions }) => ({
      arm,
      exposures: exposures.total.high,
      conversions: conversions.total.high,
    }));
    if (control === undefined) throw new Error('An experiment has arms.');
    const arms = others.map((treatment): ConvertedArm => {
      const comparison = { control, treatment, firstDecision: this.firstDecision };
      const interval = experimentInterval(comparison);
      const verdict = interval === undefined ? 'not yet known' : benefit(interval);
      return { arm: treatment.arm, comparison, interval, verdict };
    });
    const guardrails = this.guardrails.map((guardrail) => guardrail.viewAt(tick));
    return {
      id: this.id,
      counts: this.sightingAt(tick),
      arms,
      benefit: benefitOf(arms),
      guarded: seenThrough(guardrails.map(({ sighting }) => sighting)),
      guardrails,
      safety: safetyOf(guardrails),
      isUnreadable: this.split.alarmTick !== undefined,
      sampleP: this.split.process.p,
    };
  }

  private sightingAt(tick: number): Sighting {
    const ageMs = this.feed.ageAt(tick);
    return { status: this.feed.statusAt(tick), ageMs, fresh: ageMs <= this.feed.freshAfterMs };
  }
}

/**
 * Whether the experiment is in this state; undefined where it is not known.
 *
 * - `proven better`, `proven worse`: conversion, by the worst of the arms and else the best.
 * - `proven safe`: every guardrail is. `proven harmful`: any guardrail is. Without guardrails neither is ever known.
 * - `not yet known`: conversion is, or the guardrails are.
 * - `unreadable`: the arms did not get the shares that they should.
 *
 * What an unreadable experiment shows cannot be trusted, so the other states are unknown; but harm and loss that it does
 * show are still true, so that no rollback is hidden.
 */
export function isInState(view: ExperimentView, state: ExperimentState): boolean | undefined {
  if (state === 'unreadable') return view.counts.status === 'known' ? view.isUnreadable : undefined;
  const conversion = view.counts.status === 'known' ? view.benefit : undefined;
  const { status } = view.guarded;
  const safety = status === 'stale' || status === 'never' ? undefined : view.safety;
  if (state === 'not yet known') {
    if (view.isUnreadable) return undefined;
    if (conversion === state || safety === state) return true;
    return conversion === undefined || (safety === undefined && view.guardrails.length > 0) ? undefined : false;
  }
  const verdict = state === 'proven better' || state === 'proven worse' ? conversion : safety;
  if (verdict === undefined) return undefined;
  if (!view.isUnreadable) return verdict === state;
  return verdict === state && (state === 'proven worse' || state === 'proven harmful') ? true : undefined;
}

/** What of the experiment a question about this state rests on. */
export function sightingOf(view: ExperimentView, state: ExperimentState): Sighting {
  const conversion: Sighting =
    view.counts.status === 'known' && view.benefit === undefined ? { ...view.counts, status: 'none' } : view.counts;
  switch (state) {
    case 'unreadable':
      return view.counts;
    case 'proven better':
    case 'proven worse':
      return conversion;
    case 'proven safe':
    case 'proven harmful':
      return view.guarded;
    case 'not yet known':
      return seenThrough([conversion, view.guarded]);
  }
}

function benefitOf(arms: readonly ConvertedArm[]): BenefitVerdict | undefined {
  const shows = (verdict: BenefitVerdict): boolean => arms.some((one) => one.verdict === verdict);
  if (shows('proven worse')) return 'proven worse';
  if (shows('proven better')) return 'proven better';
  return arms.some(({ interval }) => interval === undefined) ? undefined : 'not yet known';
}

function safetyOf(guardrails: readonly GuardrailView[]): SafetyVerdict | undefined {
  if (guardrails.some(({ verdict }) => verdict === 'proven harmful')) return 'proven harmful';
  if (guardrails.length === 0 || guardrails.some(({ verdict }) => verdict === undefined)) return undefined;
  return guardrails.every(({ verdict }) => verdict === 'proven safe') ? 'proven safe' : 'not yet known';
}

function ofArms(by: Experiment['exposures'], arms: readonly string[]): Selector {
  return { metric: by.metric, where: { ...by.where, [by.arm]: arms } };
}
