import type { z } from 'zod';
import { flag, strict, text } from './planScalars.ts';
import { duration } from './planUnits.ts';

/**
 * A source of telemetry that the launch counts on. While one that is required is missing (never heard, silent for longer
 * than `staleAfter`, or gone), the call is HOLD and says which.
 */
export const sourceSchema = strict({
  says: text('what the source is, such as Payment gateways in Dublin').optional(),
  required: flag.default(true),
  /** When absent, the clock's. */
  staleAfter: duration('30s', 1000).optional(),
});
export type NeededSource = z.output<typeof sourceSchema>;
