import type { Phase } from '../../model/planLaunch.ts';
import type { World } from './book.ts';

export type Step = Phase['steps'][number];

/** What the check of a step says now. A step that a person checks has none. */
export interface LiveCheck {
  readonly state: 'met' | 'not_met' | 'unknown';
  /** A sentence, when it is not met. */
  readonly why: string;
}

export function liveCheck({ check }: Step, world: World): LiveCheck | undefined {
  if (check.kind === 'manual') return undefined;
  if (check.kind === 'criterion') return criterionCheck(check.criterion, world);
  if (check.kind === 'poll') {
    const result = world.polls.resultOf(check.poll);
    if (result === 'go') return { state: 'met', why: '' };
    const how = result === undefined ? 'was not opened yet' : result === 'open' ? 'is open' : `is ${result}`;
    return { state: 'not_met', why: `Poll ${check.poll} ${how}.` };
  }
  const { state, why } = world.evidence.stateOf(check.evidence);
  if (state === 'pass') return { state: 'met', why: '' };
  return { state: state === 'fail' ? 'not_met' : 'unknown', why: `Evidence ${check.evidence}: ${why}` };
}

/** Every cell of the criterion must pass or be waived. The worst of them is said. */
function criterionCheck(id: string, world: World): LiveCheck {
  const cells = world.criteria.filter((one) => one.id === id);
  const has = (state: string): boolean => cells.some((one) => one.state === state);
  if (has('fail')) return { state: 'not_met', why: `${id} fails.` };
  if (has('unknown') || cells.length === 0 || world.tick === undefined) {
    return { state: 'unknown', why: `${id} is unknown: what it rests on is stale or was never seen.` };
  }
  if (has('maturing')) return { state: 'not_met', why: `${id} has not held for long enough yet.` };
  return { state: 'met', why: '' };
}
