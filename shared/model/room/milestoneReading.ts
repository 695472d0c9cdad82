import { z } from 'zod';

/** Milestones, capacities, the critical path. */
export const milestoneReading = z.strictObject({
  milestones: z.array(
    z.strictObject({
      id: z.string(),
      says: z.string(),
      owner: z.string().nullable(),
      /** When its work begins and ends, ms; the same for a moment. Moved ones say where they are now. */
      from: z.int(),
      to: z.int(),
      /** Where the plan has its end; null unless it was moved. */
      planned: z.int().nullable(),
      /** `ahead`: it lies ahead. `due`: its work has begun, or its moment is within a week. */
      state: z.enum(['reached', 'due', 'late', 'ahead']),
      reachedAt: z.int().nullable(),
      /** How much later it may end before something that needs it, or T-0, must move; negative when it is too late. */
      slackMs: z.int(),
      critical: z.boolean(),
    }),
  ),
  /** The longest chain of needs, first to last. */
  criticalPath: z.array(z.string()),
  /** What does not fit, and what could be moved or cut. */
  conflicts: z.array(z.string()),
  /** Evidence with a due date that does not pass yet, the most urgent first. */
  evidence: z.array(
    z.strictObject({ id: z.string(), owner: z.string().nullable(), due: z.int(), late: z.boolean(), why: z.string() }),
  ),
  /** How many pieces with a due date pass. */
  evidencePassed: z.int(),
  says: z.string(),
});
export type MilestoneReading = z.output<typeof milestoneReading>;
