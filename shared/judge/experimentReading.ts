import type { Launch } from '../model/planLaunch.ts';
import { wilson } from '../stats/proportion.ts';
import type { ArmEffect } from './armEffect.ts';
import { readScore, type ScoreReading } from './forecastReading.ts';
import { conversionWords, guardrailWords, sampleWords } from './experimentWords.ts';
import type { Guardrail, GuardrailView } from './guardrail.ts';
import type { ConvertedArm, LiveExperiment } from './liveExperiment.ts';
import type { Status } from './reading.ts';

/** An arm against control. Differences are absolute: 0.008 is 0.8 percentage points. Null where nothing can be compared. */
export interface EffectReading {
  readonly arm: string;
  readonly difference: number | null;
  /** The always-valid 95 % interval: it may be looked at after every exposure. */
  readonly low: number | null;
  readonly high: number | null;
  readonly state: string;
  /** Seconds until it is decided at the present traffic, if the difference stays; 0 when it is; null when it would never be. */
  readonly decidableIn: number | null;
}

/** What the difference is worth, were every session so far given the arm: lift x eligible sessions x value per order. */
export interface MoneyReading {
  readonly currency: string;
  /** Exposures of all arms so far. */
  readonly sessions: number;
  readonly gain: number;
  readonly low: number;
  readonly high: number;
  /** The same for the difference that the plan promises; null where it promises none. */
  readonly promised: number | null;
  /** Over the time of which the plan says what its difference is worth (`per`, ms): what this one would be. */
  readonly planned: {
    readonly amount: number;
    readonly per: number;
    readonly gain: number;
    readonly low: number;
    readonly high: number;
  } | null;
}

export interface GuardrailReading {
  readonly indicator: string;
  readonly margin: number;
  readonly status: Status;
  /** `proven safe`, `not yet known`, `proven harmful`. */
  readonly state: string;
  readonly control: number | null;
  readonly arms: readonly (EffectReading & { readonly value: number | null; readonly n: number })[];
  readonly why: string;
}

/** One experiment as a snapshot shows it. JSON: what is not there, or not finite, is null. */
export interface ExperimentReading {
  /** `unreadable`, else what conversion says: `proven better`, `proven worse`, `not yet known`. */
  readonly state: string;
  readonly status: Status;
  /** Milliseconds since its most silent source was heard; null when it was never fed. */
  readonly age: number | null;
  /** Exposures of two arms at which their interval is narrowest for what it is. */
  readonly firstDecision: number;
  readonly expects: number | null;
  readonly arms: readonly {
    readonly arm: string;
    readonly exposures: number;
    readonly conversions: number;
    readonly conversion: number | null;
    /** Wilson 95 %, for display. */
    readonly low: number | null;
    readonly high: number | null;
    /** The share in force for the launch, and the exposures due at the shares in force when each arrived. */
    readonly share: number;
    readonly due: number;
  }[];
  readonly effects: readonly (EffectReading & { readonly money: MoneyReading | null })[];
  readonly guardrails: readonly GuardrailReading[];
  readonly sampleRatio: {
    /** Chi-square, for display. */
    readonly p: number;
    /** May be looked at every second; below 0.001 the experiment is unreadable for good. */
    readonly sequentialP: number;
    /** When that was, ms. */
    readonly alarmAt: number | null;
  };
  /** Conversion of the next ten minutes, all arms together, as a 90 % range; and how the past ranges did. */
  readonly forecast: {
    readonly conversion: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly score: ScoreReading;
  };
  readonly why: string;
}

export function readExperiment(live: LiveExperiment, launch: Launch, tick: number): ExperimentReading {
  const view = live.viewAt(tick);
  const { process, alarmTick } = live.split;
  const range = view.counts.status === 'known' ? live.forecast.rangeAt(tick) : undefined;
  const words = conversionWords(live, view, tick);
  return {
    state: view.isUnreadable ? 'unreadable' : (view.benefit ?? 'not yet known'),
    status: view.counts.status === 'known' && view.benefit === undefined ? 'none' : view.counts.status,
    age: finite(view.counts.ageMs),
    firstDecision: live.firstDecision,
    expects: live.experiment.expects ?? null,
    arms: readArms(live),
    effects: view.arms.map((arm) => ({
      ...readEffect(arm, live.decidableInS(arm, tick)),
      money: readMoney(live, arm, launch),
    })),
    guardrails: live.guardrails.flatMap((guardrail, index) => {
      const one = view.guardrails[index];
      return one === undefined ? [] : [readGuardrail(guardrail, one, tick)];
    }),
    sampleRatio: {
      p: live.split.displayP(),
      sequentialP: process.p,
      alarmAt: alarmTick === undefined ? null : alarmTick * 1000,
    },
    forecast: {
      conversion: finite(range?.share),
      low: finite(range?.low),
      high: finite(range?.high),
      score: readScore(live.forecast.score),
    },
    why: `${view.isUnreadable ? `${sampleWords(live, view)}; ${words}` : words}.`,
  };
}

function readArms(live: LiveExperiment): ExperimentReading['arms'] {
  const shares = live.split.sharesInForce();
  return live.counted.map(({ arm, exposures, conversions }, index) => {
    const n = exposures.total.high;
    const interval = n > 0 ? wilson(conversions.total.high, n, 0.95) : undefined;
    return {
      arm,
      exposures: n,
      conversions: conversions.total.high,
      conversion: n > 0 ? conversions.total.high / n : null,
      low: finite(interval?.low),
      high: finite(interval?.high),
      share: shares[index] ?? 0,
      due: live.split.process.expected[index] ?? 0,
    };
  });
}

function readEffect(effect: ArmEffect & { readonly verdict: string }, decidableInS: number | undefined): EffectReading {
  const { arm, interval, verdict } = effect;
  return {
    arm,
    difference: finite(interval?.estimate),
    low: finite(interval?.low),
    high: finite(interval?.high),
    state: verdict,
    decidableIn: verdict === 'not yet known' ? finite(decidableInS) : 0,
  };
}

function readMoney(live: LiveExperiment, { interval }: ConvertedArm, { value }: Launch): MoneyReading | null {
  if (value === undefined || interval === undefined) return null;
  const sessions = live.counted.reduce((sum, { exposures }) => sum + exposures.total.high, 0);
  const worth = sessions * value.perOrder;
  const { expects } = live.experiment;
  return {
    currency: value.currency,
    sessions,
    gain: interval.estimate * worth,
    low: interval.low * worth,
    high: interval.high * worth,
    promised: expects === undefined ? null : expects * worth,
    planned: readPlanned(live.experiment, interval),
  };
}

function readPlanned(
  { worth, expects }: LiveExperiment['experiment'],
  interval: NonNullable<ConvertedArm['interval']>,
): MoneyReading['planned'] {
  if (worth === undefined || expects === undefined || expects === 0) return null;
  const { amount, per } = worth;
  const of = (difference: number): number => (amount * difference) / expects;
  return { amount, per, gain: of(interval.estimate), low: of(interval.low), high: of(interval.high) };
}

function readGuardrail(guardrail: Guardrail, view: GuardrailView, tick: number): GuardrailReading {
  const [first] = view.arms;
  return {
    indicator: guardrail.indicator,
    margin: guardrail.margin,
    status: view.sighting.status,
    state: view.verdict ?? 'not yet known',
    control: first === undefined ? null : shareOf(first.comparison.control),
    arms: view.arms.map((arm) => ({
      ...readEffect(arm, guardrail.decidableInS(arm, tick)),
      value: shareOf(arm.comparison.treatment),
      n: arm.comparison.treatment.exposures,
    })),
    why: `${guardrailWords(guardrail, view, tick)}.`,
  };
}

function shareOf({ conversions, exposures }: { conversions: number; exposures: number }): number | null {
  return exposures > 0 ? conversions / exposures : null;
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
