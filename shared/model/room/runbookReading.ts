import { z } from 'zod';

/** Phases and steps with their states. */
export const runbookReading = z.strictObject({});
export type RunbookReading = z.output<typeof runbookReading>;
