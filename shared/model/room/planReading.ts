import { z } from 'zod';

const person = z.strictObject({ role: z.string(), name: z.string() });

/** Which plan judges the second that is shown. */
export const planReading = z.strictObject({
  /** Row of the ledger from which it is in force; 0 for the plan that the session began with. */
  row: z.int().min(0),
  /** How often the plan was changed, newest first, at most the last five. */
  changes: z.array(
    z.strictObject({
      row: z.int(),
      at: z.int(),
      by: person,
      digest: z.string(),
      reason: z.string(),
      /** In words: `triggers RB-1, RB-2; criteria`. */
      differences: z.string(),
    }),
  ),
  /** What waits for somebody else to accept it, oldest first. */
  proposals: z.array(
    z.strictObject({
      row: z.int(),
      at: z.int(),
      by: person,
      digest: z.string(),
      reason: z.string(),
      /** As `RB-2.over=300`. */
      set: z.array(z.string()),
      /** Names of the files that it rests on. */
      evidence: z.array(z.string()),
    }),
  ),
});
export type PlanReading = z.output<typeof planReading>;
