import { isInCell } from '../../shared/judge/selector.ts';
import { leaves } from '../../shared/judge/planWindows.ts';
import type { Labels } from '../../shared/model/series.ts';
import type { Firing, Loss } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import { seriesIds } from './watchedIndicators.ts';

/** So many firings at most are counted out: each is a question to the store. */
const mostFirings = 200;

/** What failed over the whole session, for each objective that counts failures. */
export function lossesOf(input: ReviewInput): Loss[] {
  const { plan, ticks } = input;
  if (ticks === undefined) return [];
  const indicators = new Set(Object.values(plan.slos).map((slo) => slo.indicator));
  return [...indicators].flatMap((indicator) => {
    const loss = lossBetween(input, indicator, {}, ticks.first, ticks.last);
    return loss === null ? [] : [loss];
  });
}

/** The firings with what failed while each was on, where its trigger looks at an objective or a share of failures. */
export function withLosses(input: ReviewInput, firings: readonly Firing[]): Firing[] {
  return firings.map((firing, place): Firing => {
    const trigger = input.plan.triggers[firing.trigger];
    const { ticks } = input;
    if (trigger === undefined || ticks === undefined || place >= mostFirings) return firing;
    const indicator = leaves(trigger.when)
      .map((asked) =>
        'slo' in asked ? input.plan.slos[asked.slo]?.indicator : 'indicator' in asked ? asked.indicator : undefined,
      )
      .find((id) => id !== undefined);
    if (indicator === undefined) return firing;
    const toS = (firing.toAt ?? ticks.last * 1000) / 1000;
    return { ...firing, loss: lossBetween(input, indicator, firing.cell, firing.fromAt / 1000, toS) };
  });
}

function lossBetween(input: ReviewInput, id: string, cell: Labels, fromS: number, toS: number): Loss | null {
  const { plan, series, sum } = input;
  const indicator = plan.indicators[id];
  if (indicator?.kind !== 'ratio' || (indicator.bad ?? indicator.good) === undefined) return null;
  const inCell = series.filter((one) => isInCell(one.labels, cell));
  const of = sum(seriesIds(inCell, indicator.total), fromS, toS);
  const counted = (selector: typeof indicator.bad): number =>
    selector === undefined ? 0 : sum(seriesIds(inCell, selector), fromS, toS);
  const failed = indicator.bad === undefined ? of - counted(indicator.good) : counted(indicator.bad);
  const { value } = plan.launch;
  const worth = value === undefined ? null : { amount: failed * value.perOrder, currency: value.currency };
  return { says: indicator.says ?? id, failed, of, worth };
}
