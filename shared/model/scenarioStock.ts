import { z } from 'zod';
import { labelValue, list, name, number, strict, wholeNumber, word } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { moment, share, source } from './scenarioScalars.ts';
import { delay, labels, shape } from './scenarioShape.ts';

const takes = z.record(
  z.string().regex(/^[1-9]\d?$/, { error: 'write a number from 1 to 99' }),
  number('a weight above 0', Number.MIN_VALUE),
  { error: 'write a map of numbers to weights, such as { 1: 25, 2: 50, 4: 25 }' },
);

const path = strict({
  /** What part of those who hold a reservation presses Buy before it expires. */
  buys: share,
  /** From the reservation to that press. */
  form: delay,
  /** From that press to the confirmation. */
  confirm: delay,
});

/**
 * A finite stock, and the checkout in front of it. Everybody whom the queue lets in may reserve; a reservation is bought,
 * given back, or expires. People with saved details are offered one click in the share that the steps say (of 1: all of
 * them), and are the arms `one-click` and `control`; all others are the arm `none`.
 *
 * Named after its id (`tickets`) it sends the gauges `tickets.remaining` and `tickets.held` and the counts
 * `tickets.reserved` and `tickets.sold` (with the label `by`), `tickets.returned`, `tickets.expired`, `tickets.oversold`.
 * Its checkout sends the counts `tickets.sessions` (cohort, arm), `tickets.reservations` (path), `tickets.attempts` (path,
 * cohort, outcome) and `tickets.orders` (path, cohort, arm), and of orders the latencies `tickets.confirm` and
 * `tickets.checkout` (path): from the press on Buy to the confirmation, and from the reservation.
 *
 * Incidents bend it by these names: `outcome` on `tickets.attempts`; `latency` on `tickets.confirm`; `rate` on
 * `tickets.sessions` of the arm one-click (who is eligible for it, whatever the steps say), and with factor 0 on
 * `tickets.expired`: nothing expires while it lasts, and all that is due comes back when it ends. What follows the stock
 * follows its orders.
 */
export const stockTraffic = strict({
  kind: z.literal('stock'),
  id: name,
  source,
  labels,
  /** The id of the queue above whose people buy here. */
  of: name,
  /** The cohorts of that queue. */
  cohorts: list(labelValue, 'cohorts'),
  /** What comes to be for sale, in the order of time. */
  releases: list(strict({ at: moment, add: wholeNumber('how many, such as 60000', 1) }), 'releases'),
  /** How many a buyer wants, with weights. */
  takes,
  /** What part of those who are let in finds something and reserves it. */
  reserves: share.default(1),
  /** How long a reservation lasts. */
  holds: duration('10m', 1000),
  /** What part of those who do not buy gives the reservation back; the others let it expire. */
  returns: share.default(0.5),
  checkout: strict({
    source,
    /** People with saved details. */
    eligible: share,
    /** What part of those who are offered one click uses it. */
    adopts: share,
    oneClick: path,
    usual: path,
    /** Bots type faster than people. */
    bots: path,
    outcomes: strict({ declined: share, provider: share, internal: share }),
    /** A confirmation that takes longer fails as `provider`. */
    timeout: duration('15s', 1000),
    /** What becomes of a confirmation that comes after the reservation expired. Honoured, it may be one too many. */
    late: word('refused', 'honoured').default('refused'),
  }),
  ...shape,
});
export type StockTraffic = z.output<typeof stockTraffic>;
