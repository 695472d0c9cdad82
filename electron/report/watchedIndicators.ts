import { leaves } from '../../shared/judge/planWindows.ts';
import { matchesSeries, type Selector } from '../../shared/judge/selector.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { Condition } from '../../shared/model/planConditions.ts';
import type { Indicator } from '../../shared/model/planIndicators.ts';
import type { Series } from '../../shared/model/series.ts';

/** An indicator that rules look at, with everything that its chart shows beside it. */
export interface WatchedIndicator {
  readonly id: string;
  readonly indicator: Indicator;
  /** Triggers that look at it. */
  readonly triggers: readonly string[];
  readonly limits: readonly { readonly name: string; readonly value: number; readonly side: 'over' | 'under' }[];
}

/** In the order of the plan. */
export function watchedIndicators(plan: Plan): WatchedIndicator[] {
  const rules = [
    ...Object.entries(plan.triggers).map(([id, { when }]) => ({ id, isTrigger: true, asks: leaves(when) })),
    ...Object.entries(plan.criteria).map(([id, { holds }]) => ({
      id,
      isTrigger: false,
      asks: holds ? leaves(holds) : [],
    })),
  ];
  return Object.entries(plan.indicators).flatMap(([id, indicator]) => {
    const own = rules.flatMap((rule) =>
      rule.asks.filter((asked) => indicatorsOf(plan, asked).includes(id)).map((asked) => ({ ...rule, asked })),
    );
    if (own.length === 0) return [];
    const limits = [...own.flatMap(({ id: rule, asked }) => limitOf(rule, asked)), ...budgetOf(plan, id)];
    const triggers = [...new Set(own.filter((rule) => rule.isTrigger).map((rule) => rule.id))];
    return [{ id, indicator, triggers, limits: once(limits) }];
  });
}

/** What an indicator counts or measures, on the line of its chart; `below` is what it is divided by. */
export interface Measured {
  readonly above: Selector;
  readonly below: Selector | undefined;
}

/** Undefined for what is made of other indicators. */
export function measuredOf(indicator: Indicator): Measured | undefined {
  switch (indicator.kind) {
    case 'ratio': {
      const above = indicator.bad ?? indicator.good ?? indicator.of;
      return above && { above, below: indicator.total };
    }
    case 'rate':
      return { above: indicator.count, below: indicator.per };
    case 'speed':
    case 'total':
      return { above: indicator.count, below: undefined };
    case 'share':
    case 'quantile':
    case 'mean':
      return { above: indicator.latency, below: undefined };
    case 'gauge':
      return { above: indicator.gauge, below: undefined };
    case 'compare':
      return undefined;
  }
}

export function seriesIds(series: readonly Series[], selector: Selector): number[] {
  return series.filter((one) => matchesSeries(selector, one)).map((one) => one.id);
}

/** Every series that a chart needs. */
export function chartSeriesIds(plan: Plan, series: readonly Series[]): number[] {
  const ids = new Set<number>();
  for (const { indicator } of withParts(plan)) {
    const measured = measuredOf(indicator);
    if (measured === undefined) continue;
    for (const id of seriesIds(series, measured.above)) ids.add(id);
    if (measured.below !== undefined) for (const id of seriesIds(series, measured.below)) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}

/** Indicators that rules look at, and those that they compare. */
function withParts(plan: Plan): { readonly indicator: Indicator }[] {
  return watchedIndicators(plan).flatMap(({ indicator }) =>
    indicator.kind === 'compare'
      ? [indicator.treatment, indicator.baseline].flatMap((id) => {
          const part = plan.indicators[id];
          return part === undefined ? [] : [{ indicator: part }];
        })
      : [{ indicator }],
  );
}

function indicatorsOf(plan: Plan, condition: Condition): string[] {
  switch (condition.kind) {
    case 'alert':
    case 'burn':
    case 'budget':
      return [plan.slos[condition.slo]?.indicator ?? ''];
    case 'level':
    case 'ratio':
      return [condition.indicator];
    case 'cusum':
      return [condition.cusum];
    case 'forecast':
      return [plan.forecasts[condition.forecast]?.remaining ?? ''];
    default:
      return [];
  }
}

function limitOf(rule: string, condition: Condition): WatchedIndicator['limits'] {
  if (condition.kind !== 'level') return [];
  return condition.over === undefined
    ? [{ name: rule, value: condition.under, side: 'under' }]
    : [{ name: rule, value: condition.over, side: 'over' }];
}

/** The share of failures at which a budget is spent exactly at the end of its period. */
function budgetOf(plan: Plan, indicator: string): WatchedIndicator['limits'] {
  return Object.entries(plan.slos).flatMap(([id, slo]) =>
    slo.indicator === indicator && ['ratio', 'share'].includes(plan.indicators[indicator]?.kind ?? '')
      ? [{ name: `budget of ${id}`, value: 1 - slo.objective, side: 'over' as const }]
      : [],
  );
}

/** Rules with the same limit share one line. */
function once(limits: WatchedIndicator['limits']): WatchedIndicator['limits'] {
  const known = new Map<string, WatchedIndicator['limits'][number]>();
  for (const limit of limits) {
    const key = `${limit.side} ${limit.value}`;
    const before = known.get(key);
    known.set(key, before === undefined ? limit : { ...before, name: `${before.name}, ${limit.name}` });
  }
  return [...known.values()];
}
