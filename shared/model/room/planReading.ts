import { z } from 'zod';

/** Which plan judges the second that is shown. */
export const planReading = z.strictObject({
  /** Row of the ledger from which it is in force; 0 for the plan that the session began with. */
  row: z.int().min(0),
  /** How often the plan was changed, newest first, at most the last five. */
  changes: z.array(
    z.strictObject({
      row: z.int(),
      at: z.int(),
      by: z.strictObject({ role: z.string(), name: z.string() }),
      digest: z.string(),
      reason: z.string(),
      /** In words: `triggers RB-1, RB-2; criteria`. */
      differences: z.string(),
    }),
  ),
});
export type PlanReading = z.output<typeof planReading>;
