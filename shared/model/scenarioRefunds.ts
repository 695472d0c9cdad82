import { z } from 'zod';
import { name, number, strict } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { latency, share, source } from './scenarioScalars.ts';
import { labels, shape, weighted } from './scenarioShape.ts';

const amount = number('an amount of money, such as 38', 0.01);

/**
 * Refunds from the approved return to the credit. Named after its id (`refunds`), it sends for each combination the counts
 * `refunds.requested`, `refunds.credited` and `refunds.duplicate`, the latencies `refunds.credit.latency` of what was
 * credited, and of what was not the gauges `refunds.uncredited.oldest` (seconds) and `refunds.uncredited.money`.
 *
 * Incidents bend it by these names: `rate` the requests, or the credits (what is not credited waits and comes later);
 * `latency` the wait of what is approved meanwhile; `outcome` with `share: { duplicate: 2% }` what is credited twice.
 */
export const refundsTraffic = strict({
  kind: z.literal('refunds'),
  id: name,
  source,
  labels,
  /** One chain of refunds for every combination. */
  each: weighted,
  /** Approved returns a second of all combinations together, before shape and incidents. */
  perSecond: number('approved returns a second, such as 0.6', 0),
  ...shape,
  /**
   * How long a refund waits for its credit: lognormal by its median and its 99th percentile. A share of the waits follows a
   * power law instead, from which the oldest refund of a day comes.
   */
  credit: strict({
    median: latency,
    p99: latency,
    tail: strict({ share, from: latency, alpha: number('a tail index such as 1.5', 0.1), most: duration('2h', 1000) }),
  }).refine((it) => it.p99 > it.median, { error: 'write a p99 above the median' }),
  /** What a refund is worth, lognormal too. */
  money: strict({ median: amount, p99: amount }).refine((it) => it.p99 > it.median, {
    error: 'write a p99 above the median',
  }),
});
export type RefundsTraffic = z.output<typeof refundsTraffic>;
