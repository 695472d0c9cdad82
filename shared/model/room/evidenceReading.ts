import { z } from 'zod';

/** Evidence with what was attached to it. */
export const evidenceReading = z.strictObject({});
export type EvidenceReading = z.output<typeof evidenceReading>;
