import { z } from 'zod';

/** Milestones, capacities, the critical path. */
export const milestoneReading = z.strictObject({});
export type MilestoneReading = z.output<typeof milestoneReading>;
