import { instantAt } from '../../shared/base/instant.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { type Cell, isSameCell } from './cells.ts';
import { leavesOf } from './limits.ts';
import { valueWords } from './numbers.ts';
import { say } from './say.ts';
import type { SloReading, TriggerReading } from './wire.ts';

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

/** When the budget would be gone at this rate, ms; undefined where it would not, or nobody can tell. */
export function goneAt(nowMs: number, reading: SloReading | undefined): number | undefined {
  return reading?.exhaustion == null ? undefined : nowMs + reading.exhaustion.seconds * 1000;
}

/** A budget of which nothing is left: how many times over it is spent. */
export function spentWords(left: number): string {
  const times = Number((1 - left).toFixed(1));
  return times > 1 ? say('burn.overspent', { times: valueWords(times) }) : say('burn.allSpent');
}

/** It is gone after the launch: no matter of today. Without an end in the plan a launch is a day long. */
export function outlastsLaunch(goneAtMs: number | undefined, plan: Plan | undefined): boolean {
  const { t0 = 0, ends } = plan?.launch ?? {};
  return goneAtMs !== undefined && goneAtMs >= (ends === undefined ? t0 + 86_400_000 : instantAt(ends, t0));
}
