import { z } from 'zod';

/** Polls with their votes. */
export const pollReading = z.strictObject({});
export type PollReading = z.output<typeof pollReading>;
