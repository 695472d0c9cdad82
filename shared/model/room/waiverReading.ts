import { z } from 'zod';

/** Waivers that are proposed or in force. */
export const waiverReading = z.strictObject({});
export type WaiverReading = z.output<typeof waiverReading>;
