import { z } from 'zod';
import { planId, reason, words } from './roomScalars.ts';

/** Who leads a rehearsal. The plan names no such role, and outside a rehearsal nobody has it. */
export const facilitatorRole = 'facilitator';

const said = {
  /** A role of the plan, or someone outside the room in words. */
  from: words('who says it', 120),
  /** The roles that hear it. */
  to: z.array(planId).min(1).max(32),
  says: words('what is said'),
};
const inject = planId;

/** What the world tells the room in a rehearsal beside its telemetry. */
export const injectFacts = {
  /** It was told: at its time, or when the facilitator let it go or typed it in. */
  'inject.released': z.strictObject({ inject, ...said }),
  /** It will not be told. */
  'inject.skipped': z.strictObject({ inject }),
  /** The world stands still from here. */
  'rehearsal.ended': z.strictObject({ reason: reason.optional() }),
};

export const injectCommands = {
  /** Now, before its time. */
  'inject.release': z.strictObject({ inject }),
  'inject.skip': z.strictObject({ inject }),
  /** One that the scenario does not have. */
  'inject.add': z.strictObject(said),
  'rehearsal.end': z.strictObject({ reason: reason.optional() }),
};
