import { z } from 'zod';
import { attachedFile } from './criterionFacts.ts';
import { planId, reason, rowNumber, words } from './roomScalars.ts';

/** SHA-256 of a plan's text, as the session keeps it beside the text. */
const planDigest = z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: 'write the digest of a plan' });

/** What differs between two plans: a part, and the ids in it where it has any. */
const planDifference = z.strictObject({ part: z.string().max(64), ids: z.array(z.string().max(128)).max(500) });
export type PlanDifference = z.output<typeof planDifference>;

const differences = z.array(planDifference).max(64);
const changed = z.strictObject({ digest: planDigest, reason, differences });

/** Numbers of rules as `holdpoint judge --set` takes them: `RB-2.over=300`. */
export const setNumbers = z.array(words('a number such as RB-2.over=300', 200)).min(1).max(12);

const proposed = z.strictObject({
  /** Of the plan with these numbers in it, whose text the session keeps. */
  digest: planDigest,
  set: setNumbers,
  reason,
  differences,
  /** What it rests on: the sweep that was looked at, as files that the session keeps. */
  evidence: z.array(attachedFile).max(8),
});

export const planFacts = {
  'plan.adopted': z.strictObject({ id: planId, digest: z.string() }),
  /**
   * From the next second on the launch is judged by the plan with this digest; seconds before stay as they were judged. With
   * `proposal` somebody has accepted what somebody else proposed in that row.
   */
  'plan.changed': changed.extend({ proposal: rowNumber.optional() }),
  'plan.proposed': proposed,
  'plan.refused': z.strictObject({ proposal: rowNumber, reason }),
};

export const planCommands = {
  'plan.change': changed,
  'plan.propose': proposed,
  /** The host adds the digest of what was proposed, which is judged by from the next second on. */
  'plan.accept': z.strictObject({ proposal: rowNumber, digest: planDigest }),
  'plan.refuse': z.strictObject({ proposal: rowNumber, reason }),
};
