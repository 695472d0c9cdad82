import { z } from 'zod';

/** Status updates: when the next is due, and its draft. */
export const updateReading = z.strictObject({});
export type UpdateReading = z.output<typeof updateReading>;
