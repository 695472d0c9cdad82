import { type Instant, instantAt } from '../../base/instant.ts';
import type { Plan } from '../../model/plan.ts';

/**
 * The polls that are asked again when the clock goes back to this mark: those that the plan opens at it or after it
 * (closes, where it says no opening), and those that a hold still to come waits for. What was answered before is no
 * answer for them.
 */
export function recycledPolls({ polls, launch }: Plan, toMs: number): string[] {
  const { t0, holds } = launch;
  const isAhead = (instant: Instant): boolean => instantAt(instant, t0) - t0 >= toMs;
  const awaited = holds.flatMap(({ at, exit }) => (exit?.kind === 'poll' && isAhead(at) ? [exit.poll] : []));
  return Object.entries(polls).flatMap(([poll, { opens, closes }]) =>
    awaited.includes(poll) || isAhead(opens ?? closes) ? [poll] : [],
  );
}
