import { z } from 'zod';
import { labelValue, name, strict } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { source } from './scenarioScalars.ts';
import { labels } from './scenarioShape.ts';

/**
 * The books of a ledger that refunds are entered in: a gauge for each of the two, zero while every credit stands against
 * one approved return. What was credited twice is missing in one book and too much in the other, so their sum stays zero
 * and the sum of the absolute differences does not.
 */
export const ledgerTraffic = strict({
  kind: z.literal('ledger'),
  metric: name,
  source,
  labels,
  /** The id of the refunds, which stand further up. */
  of: name,
  /** The book that is credited, and the one that pays. */
  books: z.tuple([labelValue, labelValue], {
    error: 'write the book that is credited and the one that pays, such as [shoppers, merchants]',
  }),
  /** How long after a second credit somebody has taken it back. */
  corrected: duration('45m', 1000),
});
export type LedgerTraffic = z.output<typeof ledgerTraffic>;
