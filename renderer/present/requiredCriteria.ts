import type { Plan } from '../../shared/model/plan.ts';
import type { Judged } from './wire.ts';

export interface RequiredCriteria {
  readonly count: number;
  readonly passed: number;
  /** Neither passed nor failed: what is blind, what is too young, and what nobody judged. */
  readonly unknown: number;
}

/** How the criteria that the plan requires stand. What is not there is not judged, as evidence is not where nobody has joined. */
export function requiredCriteria(judged: Judged | null, plan: Plan | undefined): RequiredCriteria {
  const required = Object.entries(plan?.criteria ?? {}).filter(([, criterion]) => criterion.required);
  const states = required.map(([id]) => {
    const own = (judged?.criteria ?? []).filter((one) => one.id === id).map(({ state }) => state);
    if (own.includes('fail')) return 'fail';
    return own.length > 0 && own.every((state) => state === 'pass' || state === 'waived') ? 'pass' : 'unknown';
  });
  return {
    count: required.length,
    passed: states.filter((state) => state === 'pass').length,
    unknown: states.filter((state) => state === 'unknown').length,
  };
}
