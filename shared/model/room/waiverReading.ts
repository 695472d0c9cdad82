import { z } from 'zod';
import { cell } from './roomScalars.ts';

const waiver = {
  /** The row of its proposal. */
  row: z.int(),
  criterion: z.string(),
  cell,
  reason: z.string(),
  untilAt: z.int(),
  proposedBy: z.strictObject({ role: z.string(), name: z.string() }),
};
const grantedBy = z.strictObject({ role: z.string(), name: z.string(), at: z.int() });

/** Waivers that wait for somebody else to grant them, that are in force, and the last that ended, newest first. */
export const waiverReading = z.strictObject({
  pending: z.array(z.strictObject({ ...waiver, grantable: z.array(z.string()) })),
  inForce: z.array(z.strictObject({ ...waiver, grantedBy })),
  ended: z.array(
    z.strictObject({
      ...waiver,
      grantedBy: grantedBy.nullable(),
      how: z.enum(['refused', 'ended', 'expired']),
      endedAt: z.int(),
      why: z.string(),
    }),
  ),
});
export type WaiverReading = z.output<typeof waiverReading>;
