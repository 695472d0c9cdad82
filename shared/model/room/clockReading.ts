import { z } from 'zod';

/** T, L, what is left of the window, holds. */
export const clockReading = z.strictObject({});
export type ClockReading = z.output<typeof clockReading>;
