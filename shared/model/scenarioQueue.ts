import { z } from 'zod';
import { labelValue, name, number, strict } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { share, source } from './scenarioScalars.ts';
import { labels, shape } from './scenarioShape.ts';

const weight = number('a weight above 0', Number.MIN_VALUE);

/**
 * People who wait to be let in, first come, first served, and bots that go past them. Named after its id (`queue`), it
 * sends for each cohort, told apart by the label `by` (people, bots), the counts `queue.joined`, `queue.admitted` and
 * `queue.left` (gave up), and the latencies `queue.wait` of the people who were let in; for all together the count
 * `queue.served` with the label `order` (kept: nobody who came earlier was passed; jumped) and the gauge `queue.length`.
 *
 * Steps that name a cohort change who comes. Incidents of rate bend it by these names: `queue.joined` who comes (with
 * `by: bots` a wave of them), `queue.admitted` how many are let in.
 */
export const queueTraffic = strict({
  kind: z.literal('queue'),
  id: name,
  source,
  labels,
  /** Values of the label `cohort`, with their part of the people. */
  cohorts: z.record(labelValue, weight, {
    error: 'write a map of cohorts to weights, such as { member: 60, public: 40 }',
  }),
  /** People a second who come, of all cohorts together. */
  perSecond: number('people a second, such as 120', 0),
  ...shape,
  /** Let in a second while somebody waits; `at` and `factor` as in steps. */
  admits: strict({ perSecond: number('let in a second, such as 30', 0), steps: shape.steps }),
  /** The mean time after which somebody who waits gives up. */
  patience: duration('40m', 1000),
  bots: strict({
    /** Bots a second on a quiet day; they keep no hours. */
    perSecond: number('bots a second, such as 0.02', 0),
    /** The cohort that they pose as. */
    as: labelValue,
    /** What part of them goes past the line. */
    jumps: share,
  }).optional(),
});
export type QueueTraffic = z.output<typeof queueTraffic>;
