import { z } from 'zod';

/** Cells, waves, orders and holds of the ramp. */
export const rampReading = z.strictObject({});
export type RampReading = z.output<typeof rampReading>;
