import { z } from 'zod';
import { labelValue, list, name, number, strict, where, word } from './planScalars.ts';
import { share } from './scenarioScalars.ts';
import { delay, shape, stream } from './scenarioShape.ts';

const times = number('how many times the share, such as 1.18', 0);
const eachTimes = z
  .record(
    name,
    z.union([list(labelValue, 'label values'), z.record(labelValue, times)], {
      error: 'write a list of label values, or a map of them to how many times the share they have',
    }),
    { error: 'write a map of labels to their values, such as { cohort: { token: 1.18, control: 1 } }' },
  )
  .default({});

/**
 * What follows other events a while later: takeovers that are confirmed after sign-ins, questions to support after orders.
 * Counts; never more than what they follow.
 */
export const followsTraffic = strict({
  kind: z.literal('follows'),
  ...stream,
  /** The id of counts or of a funnel above: what is followed. */
  of: name,
  /** Which of them. Labels that both sides bear must agree as well. */
  where: where.default({}),
  /** What part of them is followed, */
  share,
  /** and so many times that with these labels. */
  each: eachTimes,
  ...shape,
  after: delay,
  /**
   * Which moment a sample bears. `effect`: that at which it is told. `cause`: that of what it follows, so that it arrives
   * late: a label that matures.
   */
  bears: word('effect', 'cause').default('effect'),
});
export type FollowsTraffic = z.output<typeof followsTraffic>;
