import type { ReadingSubject } from '../../shared/contract/readingQueries.ts';
import type { Plan } from '../../shared/model/plan.ts';
import type { LeafCondition } from '../../shared/model/planConditions.ts';
import { leavesOf } from '../present/limits.ts';
import type { WhySubject } from '../state/whys.svelte.ts';

/** The condition whose value and limit the engine tells of a rule. */
export function firstLeafOf(subject: WhySubject, plan: Plan): LeafCondition | undefined {
  return leavesIn(subject, plan)[0];
}

/** The objective whose alert pairs a rule looks at: the engine knows their windows. */
export function sloSubject(subject: WhySubject, plan: Plan): ReadingSubject | undefined {
  const leaf = leavesIn(subject, plan).find(({ kind }) => kind === 'alert');
  return leaf?.kind === 'alert' && 'cell' in subject ? { kind: 'slo', slo: leaf.slo, cell: subject.cell } : undefined;
}

function leavesIn(subject: WhySubject, plan: Plan): LeafCondition[] {
  const condition =
    subject.kind === 'trigger'
      ? plan.triggers[subject.trigger]?.when
      : subject.kind === 'criterion'
        ? plan.criteria[subject.criterion]?.holds
        : undefined;
  return condition === undefined ? [] : leavesOf(condition).map(({ leaf }) => leaf);
}
