import { z } from 'zod';

/** Phases and steps with their states. */
export const runbookReading = z.strictObject({
  phases: z.array(
    z.strictObject({
      phase: z.string(),
      /** Done or skipped. */
      finished: z.int(),
      of: z.int(),
      /** Negative: behind by so much. Positive: steps are done that are only due so much later. */
      paceMs: z.int(),
      says: z.string(),
      steps: z.array(
        z.strictObject({
          id: z.string(),
          says: z.string(),
          owner: z.string().nullable(),
          due: z.int().nullable(),
          /** `blocked`: its check cannot be seen. `redo`: it was done, and the clock was recycled before it. */
          state: z.enum(['open', 'done', 'skipped', 'blocked', 'redo']),
          /** What its check says now; null when a person checks it. */
          check: z.enum(['met', 'not_met', 'unknown']).nullable(),
          /** Why its check is not met, why it was skipped or reopened, or on what reason it was done all the same. */
          why: z.string().nullable(),
          note: z.string().nullable(),
          /** How long it is overdue. */
          lateMs: z.int().nullable(),
          /** Who finished, skipped or reopened it, and when. */
          by: z.string().nullable(),
          at: z.int().nullable(),
        }),
      ),
    }),
  ),
});
export type RunbookReading = z.output<typeof runbookReading>;
