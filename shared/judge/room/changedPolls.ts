import type { Plan } from '../../model/plan.ts';
import type { PlanDifference } from '../../model/room/planFacts.ts';

/**
 * The polls that a change of the plan asks anew: those that are worded otherwise, and those under which a criterion was
 * changed. A GO to another question, or to less, is no answer.
 */
export function changedPolls({ polls }: Plan, differences: readonly PlanDifference[]): string[] {
  const idsOf = (part: string): readonly string[] => differences.find((one) => one.part === part)?.ids ?? [];
  const [changed, criteria] = [idsOf('polls'), idsOf('criteria')];
  const asked = Object.entries(polls).flatMap(([id, poll]) =>
    (poll.criteria ?? []).some((criterion) => criteria.includes(criterion)) ? [id] : [],
  );
  return [...new Set([...changed, ...asked])];
}
