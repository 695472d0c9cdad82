import { formatDuration } from '../base/duration.ts';
import type { Labels } from '../model/series.ts';
import { clopperPearson, wilson } from '../stats/proportion.ts';
import { differenceInterval, rateDifferenceInterval, ratioInterval } from '../stats/rateRatio.ts';
import type { Call } from './call.ts';
import type { CriterionState } from './criterion.ts';
import type { DependencyReading } from './dependencyBook.ts';
import type { ExperimentReading } from './experimentReading.ts';
import type { ForecastReading, ScoreReading } from './forecastReading.ts';
import { windowSpan } from './indicatorBook.ts';
import type { Judge } from './judge.ts';
import { ownMinimum, type Reading, type Status } from './reading.ts';
import type { AskedOf } from './ruleUsage.ts';
import { cellKey } from './selector.ts';
import type { AlertReading } from './sloBook.ts';
import type { TriggerState } from './trigger.ts';

/** An indicator that no rule looks at is shown over this window. */
const displayWindowMs = 300_000;

export interface IndicatorReading {
  readonly window: string;
  readonly cell: Labels;
  /** Null where there is none, and where it is endless. */
  readonly value: number | null;
  readonly n: number;
  readonly coverage: number;
  /** Milliseconds since its most silent source was heard; null when it was never fed. */
  readonly age: number | null;
  readonly status: Status;
  /** 95 % interval, where the value is a proportion or a comparison. */
  readonly low?: number;
  readonly high?: number;
  /** Of a comparison: treatment less baseline, with its 95 % interval. */
  readonly difference?: { readonly value: number; readonly low: number; readonly high: number };
  /** Only when false: the labels of this window are still coming in, and no rule looks at it. */
  readonly mature?: false;
  /** Only when false: bucketed latencies make it an estimate on the safe side. */
  readonly exact?: false;
}

export interface SloReading {
  readonly cell: Labels;
  readonly allowed?: number;
  readonly spent?: number;
  readonly left?: number;
  readonly runningLeft?: number;
  readonly alerts: readonly { id: string; long: number | null; short: number | null; factor: number; state: string }[];
  /** Null: nothing burns. Absent: there is no budget to exhaust. */
  readonly exhaustion?: { seconds: number; low: number; high: number } | null;
  /** How past forecasts of the exhaustion did. */
  readonly exhaustionScore?: ScoreReading;
}

/** The state after one tick: `judge --json`, under `at`. */
export interface JudgedAt {
  readonly at: number;
  readonly call: string;
  readonly scopes: readonly string[];
  readonly reasons: readonly string[];
  readonly indicators: Readonly<Record<string, readonly IndicatorReading[]>>;
  readonly slos: Readonly<Record<string, readonly SloReading[]>>;
  readonly experiments: Readonly<Record<string, ExperimentReading>>;
  readonly forecasts: Readonly<Record<string, ForecastReading>>;
  readonly dependencies: Readonly<Record<string, DependencyReading>>;
  readonly triggers: readonly {
    id: string;
    cell: Labels;
    state: TriggerState;
    since: number | null;
    frozen: boolean;
    /** Seconds that it has been frozen; absent while it is not. */
    frozenFor?: number;
    why: string;
  }[];
  readonly criteria: readonly { id: string; cell: Labels; state: CriterionState; since: number | null; why: string }[];
}

/** Registers every reading that a snapshot shows; to be called before the board is built. */
export function watchDisplay(judge: Judge): void {
  for (const { id, cell, windowMs, delayMs } of displayed(judge)) {
    judge.indicators.reading(id, cell, windowSpan(windowMs, delayMs));
  }
  judge.slos.watch(judge.rules.sloCells);
}

export function buildSnapshot(judge: Judge, tick: number, call: Call): JudgedAt {
  const indicators: Record<string, IndicatorReading[]> = {};
  for (const { id, cell, windowMs, delayMs, isMature } of displayed(judge)) {
    const reading = judge.indicators.reading(id, cell, windowSpan(windowMs, delayMs)).readAt(tick);
    (indicators[id] ??= []).push({ ...readIndicator(reading, windowMs), ...(isMature ? {} : { mature: false }) });
  }
  const slos: Record<string, SloReading[]> = {};
  for (const id of Object.keys(judge.plan.slos)) slos[id] = sloReadings(judge, id, tick);
  return {
    at: tick * 1000,
    call: call.word,
    scopes: call.scopes,
    reasons: call.reasons.map((reason) => reason.text),
    indicators,
    slos,
    experiments: judge.experiments.readAt(tick),
    forecasts: judge.forecasts.readAt(tick),
    dependencies: judge.dependencies.readAt(tick),
    triggers: judge.rules.triggers.map(({ id, cell, state, sinceAt, isFrozen, frozenS, condition }) => ({
      id,
      cell,
      state,
      since: sinceAt === 0 ? null : sinceAt,
      frozen: isFrozen,
      ...(frozenS === undefined ? {} : { frozenFor: frozenS }),
      why: `${condition.explain()}.`,
    })),
    criteria: judge.rules.criteria.map(({ id, cell, state, sinceAt, condition }) => ({
      id,
      cell,
      state,
      since: sinceAt === 0 ? null : sinceAt,
      why: `${condition.explain()}.`,
    })),
  };
}

interface Displayed {
  readonly id: string;
  readonly cell: Labels;
  readonly windowMs: number;
  readonly delayMs: number;
  readonly isMature: boolean;
}

/** Each window in each cell; where labels mature late, the seconds up to now as well, which no rule looks at yet. */
function* displayed({ rules, indicators }: Judge): Generator<Displayed> {
  for (const [id, { windowsMs, cells }] of rules.asked) {
    const delayMs = indicators.delayMs(id);
    for (const windowMs of shownWindows({ windowsMs })) {
      for (const cell of cells.values()) {
        yield { id, cell, windowMs, delayMs, isMature: true };
        if (delayMs > 0) yield { id, cell, windowMs, delayMs: 0, isMature: false };
      }
    }
  }
}

/** The windows over which an indicator is shown, the shortest first. */
export function shownWindows({ windowsMs }: Pick<AskedOf, 'windowsMs'>): readonly number[] {
  return windowsMs.size === 0 ? [displayWindowMs] : [...windowsMs].sort((a, b) => a - b);
}

/** What a snapshot says of a reading that was brought up to its tick. */
export function readIndicator(reading: Reading, windowMs: number): IndicatorReading {
  const { of, value, n, coverage, ageMs, exact } = reading;
  const interval = intervalOf(reading);
  return {
    window: formatDuration(windowMs),
    cell: of.cell,
    value: value === undefined || !Number.isFinite(value) ? null : value,
    n,
    coverage,
    age: Number.isFinite(ageMs) ? ageMs : null,
    status: reading.status(ownMinimum(of.indicator)),
    ...(interval === undefined ? {} : { low: interval.low, high: interval.high }),
    ...(exact ? {} : { exact: false as const }),
    ...differenceOf(reading),
  };
}

/** Wilson for proportions, as they are shown; exact for the ratio of two rates. */
function intervalOf(reading: Reading): { low: number; high: number } | undefined {
  const { of, n, numerator, sides } = reading;
  if (n === 0) return undefined;
  switch (of.indicator.kind) {
    case 'ratio':
    case 'share':
      return wilson(numerator, n, 0.95);
    case 'rate': {
      const scale = of.indicator.scale ?? 1;
      const { low, high } = clopperPearson(numerator, n, 0.95);
      return { low: low * scale, high: high * scale };
    }
    case 'compare': {
      if (sides === undefined) return undefined;
      const { treatment, baseline } = sides;
      const interval = ratioInterval(treatment.numerator, treatment.n, baseline.numerator, baseline.n, 0.95);
      return Number.isFinite(interval.high) ? interval : undefined;
    }
    default:
      return undefined;
  }
}

/** Newcombe's interval for two ratios, the score interval for two rates, which may count more events than exposures. */
function differenceOf({ sides }: Reading): Pick<IndicatorReading, 'difference'> {
  if (sides === undefined) return {};
  const { treatment, baseline } = sides;
  if (treatment.value === undefined || baseline.value === undefined) return {};
  const { indicator } = treatment.of;
  const interval = indicator.kind === 'rate' ? rateDifferenceInterval : differenceInterval;
  const scale = indicator.kind === 'rate' ? (indicator.scale ?? 1) : 1;
  const { low, high } = interval(treatment.numerator, treatment.n, baseline.numerator, baseline.n, 0.95);
  return { difference: { value: treatment.value - baseline.value, low: low * scale, high: high * scale } };
}

function sloReadings(judge: Judge, id: string, tick: number): SloReading[] {
  const live = judge.slos.budget(id);
  const budget = live.readAt(tick);
  const score = judge.forecasts.exhaustionScore(id);
  return judge.slos.alertsAt(id, tick).map(({ cell, alerts }) => ({
    cell,
    ...(budget === undefined || cellKey(cell) !== ''
      ? {}
      : {
          allowed: budget.allowed,
          spent: budget.spent,
          left: budget.left,
          ...(budget.runningLeft === undefined ? {} : { runningLeft: budget.runningLeft }),
          exhaustion: live.exhaustionAt(tick) ?? null,
          ...(score === undefined ? {} : { exhaustionScore: score }),
        }),
    alerts: alerts.map(alertJson),
  }));
}

function alertJson({ id, long, short, factor, state }: AlertReading): SloReading['alerts'][number] {
  return { id, long: long ?? null, short: short ?? null, factor, state };
}
