import { z } from 'zod';

/** Evidence in the order of the plan, kept short: the posture board has the rest. */
export const evidenceReading = z.array(
  z.strictObject({
    evidence: z.string(),
    state: z.enum(['pass', 'fail', 'unknown']),
    /** Null where it passes. */
    why: z.string().nullable(),
    /** Ms; null where nothing is attached or it does not expire. */
    expiresAt: z.int().nullable(),
    /** The row of the attachment that decides, whoever may still reject it; null where nothing is attached. */
    attachment: z.int().nullable(),
    /** The row of the attachment that waits for somebody else to accept it. */
    awaits: z.int().nullable(),
  }),
);
export type EvidenceReading = z.output<typeof evidenceReading>;
