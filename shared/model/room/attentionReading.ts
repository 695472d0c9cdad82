import { z } from 'zod';

/** Triggers that ask for somebody: acknowledged, shelved, counting down; alarm load by role. */
export const attentionReading = z.strictObject({});
export type AttentionReading = z.output<typeof attentionReading>;
