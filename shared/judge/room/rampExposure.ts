import type { Condition } from '../../model/planConditions.ts';
import type { Plan } from '../../model/plan.ts';
import type { LiveCriterion } from '../criterion.ts';
import { leaves } from '../planWindows.ts';
import type { Selector } from '../selector.ts';
import type { World } from './book.ts';
import type { RampCell } from './rampCell.ts';

/**
 * A criterion that looks only at users of the new path in the cell cannot be known before the first of them is let in:
 * it must not keep out the first, whether telemetry is silent of them or counts none. Once the cell has ever been above
 * the first stage, unknown is unknown.
 */
export function restsOnNobodyYet({ plan }: World, one: RampCell, { criterion, verdict }: LiveCriterion): boolean {
  if (one.command.share > 0 || one.advancedAt > 0 || verdict.sight === 'stale') return false;
  if (criterion.scope.each.length === 0 || criterion.holds === undefined) return false;
  return leaves(criterion.holds).every((leaf) => isOfExposed(plan, leaf));
}

function isOfExposed(plan: Plan, leaf: Condition): boolean {
  const id = indicatorOf(plan, leaf);
  return id !== undefined && countsExposed(plan, id);
}

/** True where all that an indicator divides by, or times, is of the new path. */
export function countsExposed(plan: Plan, id: string): boolean {
  const { exposed } = plan;
  const indicator = plan.indicators[id];
  if (exposed === undefined || indicator === undefined || indicator.kind === 'compare') return false;
  const selectors: readonly (Selector | undefined)[] =
    indicator.kind === 'ratio'
      ? [indicator.total]
      : indicator.kind === 'rate'
        ? [indicator.per]
        : 'latency' in indicator
          ? [indicator.latency]
          : [];
  return (
    selectors.length > 0 &&
    selectors.every((selector) =>
      Object.entries(exposed).every(([label, values]) => {
        const picked = selector?.where?.[label];
        return picked !== undefined && picked.every((value) => values.includes(value));
      }),
    )
  );
}

/** The indicator that a condition without others in it looks at. */
export function indicatorOf(plan: Plan, leaf: Condition): string | undefined {
  if (leaf.kind === 'burn' || leaf.kind === 'alert') return plan.slos[leaf.slo]?.indicator;
  return leaf.kind === 'level' || leaf.kind === 'ratio' ? leaf.indicator : undefined;
}
