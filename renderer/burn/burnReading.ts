import type { Plan } from '../../shared/model/plan.ts';
import { type Cell, isSameCell, isWholeLaunch } from '../present/cells.ts';
import { leavesOf } from '../present/limits.ts';
import type { SloReading, TriggerReading } from '../present/wire.ts';

export type AlertReading = SloReading['alerts'][number];

/** From the loudest to the quietest: what burns now, then what begins to, then what is going out. */
const order = ['critical', 'rising', 'recovering', 'ok'];

/** A pair that says nothing, because nothing passed, is no cause to look there. */
function placeOf({ state }: AlertReading): number {
  const place = order.indexOf(state);
  return place === -1 ? order.length : place;
}

/** How far a pair is into its limit. */
const heat = ({ long, factor }: AlertReading): number => (long ?? 0) / factor;

export function worstAlert(alerts: readonly AlertReading[]): AlertReading | undefined {
  return [...alerts].sort((a, b) => placeOf(a) - placeOf(b) || heat(b) - heat(a))[0];
}

/**
 * The reading that somebody must look at: the cell whose worst pair is the worst. The launch itself stands for all where
 * none burns.
 */
export function worstReading(readings: readonly SloReading[]): SloReading | undefined {
  const ranked = readings.flatMap((reading) => {
    const worst = worstAlert(reading.alerts);
    return worst === undefined ? [] : [{ reading, place: placeOf(worst), heat: heat(worst) }];
  });
  const calm = ranked.every(({ place }) => place >= order.indexOf('ok'));
  if (calm) return readings.find(({ cell }) => isWholeLaunch(cell)) ?? readings[0];
  return ranked.sort((a, b) => a.place - b.place || b.heat - a.heat)[0]?.reading;
}

/**
 * A pair may be over its limit by one failure in fifty. Rules that go back or hold ask for proof: as long as none of those on
 * this cell is on, what burns is not proven. Where no rule looks at the cell, the pair alone speaks.
 */
export function isUnproven(
  slo: string,
  cell: Cell,
  plan: Plan | undefined,
  triggers: readonly TriggerReading[],
): boolean {
  const own = triggers.filter(
    ({ id, cell: at }) =>
      isSameCell(at, cell) &&
      leavesOf(plan?.triggers[id]?.when ?? { kind: 'all', all: [] }).some(
        ({ leaf }) => leaf.kind === 'alert' && leaf.slo === slo,
      ),
  );
  return own.length > 0 && own.every(({ state }) => state === 'ok');
}
