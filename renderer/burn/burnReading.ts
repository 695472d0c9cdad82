import { isSameCell, isWholeLaunch } from '../present/cells.ts';
import type { IndicatorReading, SloReading } from '../present/wire.ts';

export type AlertReading = SloReading['alerts'][number];

/** From the loudest to the quietest: what burns now, then what begins to, then what is going out, then what cannot be told. */
const order = ['critical', 'rising', 'recovering', 'unknown', 'ok'];

/** A state of tomorrow is not taken for ok. */
function placeOf({ state }: AlertReading): number {
  const place = order.indexOf(state);
  return place === -1 ? order.indexOf('unknown') : place;
}

/** The faster of its two windows. */
export const fastest = ({ long, short }: AlertReading): number => Math.max(long ?? 0, short ?? 0);

/** One of its windows burns faster than its limit, whatever the pair as a whole may say. */
export const isOver = (alert: AlertReading): boolean => fastest(alert) > alert.factor;

/** It burns or goes out; or nobody knows, with a window that is over its limit. */
export function isHot(alert: AlertReading): boolean {
  const place = placeOf(alert);
  return place < order.indexOf('unknown') || (place === order.indexOf('unknown') && isOver(alert));
}

/** How far a pair is into its limit. */
const heat = ({ long, factor }: AlertReading): number => (long ?? 0) / factor;

export function worstAlert(alerts: readonly AlertReading[]): AlertReading | undefined {
  return [...alerts].sort((a, b) => placeOf(a) - placeOf(b) || heat(b) - heat(a))[0];
}

/**
 * Its pairs say nothing, and not because nothing passed: one that has no traffic for a moment is no cause to look there, one
 * whose sources are silent is.
 */
export function isBlind({ cell, alerts }: SloReading, indicators: readonly IndicatorReading[]): boolean {
  const statuses = indicators.flatMap((one) => (isSameCell(one.cell, cell) ? [one.status] : []));
  if (statuses.includes('stale')) return true;
  const isEmpty = statuses.length > 0 && statuses.every((status) => status === 'none');
  return !isEmpty && alerts.every((alert) => placeOf(alert) === order.indexOf('unknown'));
}

/**
 * The reading that somebody must look at: the cell whose worst pair is the worst, then one that cannot be judged. The launch
 * itself stands for all where none burns and all can be, and where it cannot be judged itself.
 */
export function worstReading(
  readings: readonly SloReading[],
  indicators: readonly IndicatorReading[],
): SloReading | undefined {
  const ranked = readings.flatMap((reading) => {
    const worst = worstAlert(reading.alerts.filter(isHot));
    return worst === undefined ? [] : [{ reading, place: placeOf(worst), heat: heat(worst) }];
  });
  const burning = ranked.sort((a, b) => a.place - b.place || b.heat - a.heat)[0]?.reading;
  if (burning !== undefined) return burning;
  const launch = readings.find(({ cell }) => isWholeLaunch(cell));
  if (launch !== undefined && isBlind(launch, indicators)) return launch;
  return readings.find((reading) => isBlind(reading, indicators)) ?? launch ?? readings[0];
}
