import { z } from 'zod';

/** Status updates: when the next is due, and its draft. */
export const updateReading = z.strictObject({
  /** Null: the plan asks for none, so none is ever late. */
  everyMs: z.int().nullable(),
  /** Where an update can go besides being copied. */
  to: z.enum(['webhook', 'copy']),
  nextDueAt: z.int().nullable(),
  isLate: z.boolean(),
  /** What an update would say now; a person edits and sends it. */
  draft: z.string(),
  /** The last ones, newest first. */
  written: z.array(
    z.strictObject({
      row: z.int(),
      update: z.string(),
      at: z.int(),
      by: z.strictObject({ role: z.string(), name: z.string() }),
      /** `copied` goes nowhere by itself; `waiting` is being delivered. */
      delivery: z.enum(['copied', 'waiting', 'delivered', 'failed']),
      attempts: z.int(),
      /** What happened at the last attempt; null before one. */
      says: z.string().nullable(),
    }),
  ),
});
export type UpdateReading = z.output<typeof updateReading>;
