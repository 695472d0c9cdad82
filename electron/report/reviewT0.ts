import { formatDuration } from '../../shared/base/duration.ts';
import type { ReviewData } from './reviewData.ts';
import type { ReviewInput } from './reviewInput.ts';
import type { ReviewTimes } from './reviewTimes.ts';

/** The instant against which T is counted: the T-0 that came, where lift-off was confirmed, else the planned one. */
export function t0Of({ plan, liftOff }: Pick<ReviewInput, 'plan' | 'liftOff'>): number {
  return liftOff === undefined ? plan.launch.t0 : liftOff.at - liftOff.tMs;
}

/** Which T-0 that is, in a sentence. */
export function t0Words({ launch }: Pick<ReviewData, 'launch'>, times: ReviewTimes): string {
  const { t0At, plannedT0At, liftOffAt } = launch;
  if (liftOffAt === null) return 'T counts against the planned T-0: nobody confirmed lift-off in this session.';
  const confirmed = `lift-off was confirmed at ${times.instant(liftOffAt)}`;
  const movedMs = t0At - plannedT0At;
  if (movedMs === 0) return `T counts against T-0, which came as planned; ${confirmed}.`;
  const moved = `${formatDuration(Math.abs(movedMs))} ${movedMs > 0 ? 'later' : 'earlier'}`;
  return `T counts against the T-0 that came, ${moved} than planned (${times.instant(plannedT0At)}); ${confirmed}. What was written on the day counts against the planned one.`;
}
