import type { Plan } from '../../shared/model/plan.ts';
import { isWholeLaunch } from './cells.ts';
import type { RampCell, TriggerReading } from './wire.ts';

/** How loud it is that something fires on a cell: what asks to go back is critical, what asks to stop is a hold. */
export function firingLevel(
  { cell, wave }: RampCell,
  plan: Plan | undefined,
  triggers: readonly TriggerReading[],
): 'crit' | 'caut' {
  const goesBack = triggers.some(({ id, state, cell: own }) => {
    const does = plan?.triggers[id]?.does;
    if (state !== 'firing' || does?.kind !== 'rollback') return false;
    if (does.rollback === 'launch' || does.rollback === wave) return true;
    return !isWholeLaunch(own) && Object.entries(own).every(([label, value]) => cell[label] === value);
  });
  return goesBack ? 'crit' : 'caut';
}
