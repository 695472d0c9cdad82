import { z } from 'zod';
import { planId, reason } from './roomScalars.ts';

/** SHA-256 of a plan's text, as the session keeps it beside the text. */
const planDigest = z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: 'write the digest of a plan' });

/** What differs between two plans: a part, and the ids in it where it has any. */
const planDifference = z.strictObject({ part: z.string().max(64), ids: z.array(z.string().max(128)).max(500) });
export type PlanDifference = z.output<typeof planDifference>;

const changed = z.strictObject({ digest: planDigest, reason, differences: z.array(planDifference).max(64) });

export const planFacts = {
  'plan.adopted': z.strictObject({ id: planId, digest: z.string() }),
  /** From the next second on the launch is judged by the plan with this digest; seconds before stay as they were judged. */
  'plan.changed': changed,
};

export const planCommands = { 'plan.change': changed };
