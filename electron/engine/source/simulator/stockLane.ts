import type { Delay } from '../../../../shared/model/scenarioShape.ts';
import type { StockTraffic } from '../../../../shared/model/scenarioStock.ts';
import type { IncidentSpan } from './incidentSpan.ts';
import { deviateOfP99 } from './latencyValues.ts';
import { buildStepCurve, type Curve } from './levelCurve.ts';
import { portableLog } from './portableMath.ts';
import type { queueGroups } from './queueSeries.ts';
import { stockArms, type StockArm, type StockOutcome, stockOutcomes, type StockPath } from './stockSeries.ts';
import type { StockTally, Tallied } from './stockTally.ts';
import type { Timeline } from './timeline.ts';

/** The incidents that touch one of the series of a stock. */
export type SpansOf = (part: string, labels: Readonly<Record<string, string>>) => readonly IncidentSpan[];

/** Those who come from the queue as one group: where they are counted, and what bends them. */
export interface StockLane {
  readonly isBots: boolean;
  /** What part of the eligible is offered one click. */
  readonly offered: Curve;
  /** What touches who is eligible. */
  readonly narrowing: readonly IncidentSpan[];
  readonly sessions: Readonly<Record<StockArm, Tallied>>;
  readonly reserved: Tallied;
  readonly sold: Tallied;
  readonly oneClick: Checkout;
  readonly usual: Readonly<Record<StockArm, Checkout>>;
}

/** One way through the checkout, for the buyers of one lane and arm. */
export interface Checkout {
  readonly buys: number;
  readonly form: LognormalMs;
  readonly confirm: LognormalMs;
  readonly slowing: readonly IncidentSpan[];
  readonly failures: readonly Failure[];
  readonly reservations: Tallied;
  readonly attempts: Readonly<Record<StockOutcome, Tallied>>;
  readonly orders: Tallied;
  readonly confirmed: Tallied;
  readonly done: Tallied;
}

interface Failure {
  readonly outcome: StockOutcome;
  readonly share: number;
  readonly spans: readonly IncidentSpan[];
}

export interface LognormalMs {
  readonly median: number;
  readonly spread: number;
}

/** All that can be known of a group before anybody of it has come. */
export function buildStockLane(
  traffic: StockTraffic,
  { cohort, by }: ReturnType<typeof queueGroups>[number],
  tally: StockTally,
  spansOf: SpansOf,
  timeline: Timeline,
): StockLane {
  const { checkout, labels } = traffic;
  const isBots = by === 'bots';
  const spansWith = (part: string, own: Readonly<Record<string, string>>): readonly IncidentSpan[] =>
    spansOf(part, { ...labels, ...own });
  const buildCheckout = (path: StockPath, arm: StockArm): Checkout => {
    const { buys, form, confirm } = isBots ? checkout.bots : path === 'one-click' ? checkout.oneClick : checkout.usual;
    return {
      buys,
      form: toLognormal(form),
      confirm: toLognormal(confirm),
      slowing: spansWith('confirm', { path }).filter(({ incident }) => incident.kind === 'latency'),
      failures: (['declined', 'provider', 'internal'] as const).map((outcome) => ({
        outcome,
        share: checkout.outcomes[outcome],
        spans: spansWith('attempts', { cohort, path, outcome }),
      })),
      reservations: tally.open('reservations', path),
      attempts: byName(stockOutcomes, (outcome) => tally.open('attempts', cohort, path, outcome)),
      orders: tally.open('orders', cohort, path, arm),
      confirmed: tally.open('confirm', path),
      done: tally.open('checkout', path),
    };
  };
  const steps = traffic.steps.map((step) => ({ ...step, level: step.factor }));
  return {
    isBots,
    offered: buildStepCurve(1, steps, { ...labels, cohort }, timeline),
    narrowing: spansWith('sessions', { cohort, arm: 'one-click' }),
    sessions: byName(stockArms, (arm) => tally.open('sessions', cohort, arm)),
    reserved: tally.open('reserved', by),
    sold: tally.open('sold', by),
    oneClick: buildCheckout('one-click', 'one-click'),
    usual: byName(stockArms, (arm) => buildCheckout('usual', arm)),
  };
}

function toLognormal({ median, p99 }: Delay): LognormalMs {
  return { median, spread: portableLog(p99 / median) / deviateOfP99 };
}

function byName<Name extends string, Value>(names: readonly Name[], make: (name: Name) => Value): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
