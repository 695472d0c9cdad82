import { z } from 'zod';
import { planId, reason, words } from './roomScalars.ts';

const hold = words('the name of a hold', 200);

export const clockFacts = {
  /** T stands still from here. `hold` names a built-in hold of the plan. */
  'clock.held': z.strictObject({ hold: hold.optional(), reason }),
  'clock.resumed': z.strictObject({ hold: hold.optional(), reason: reason.optional() }),
  /** T goes on from here at `toMs` against T-0. */
  'clock.recycled': z.strictObject({ toMs: z.int(), reason }),
  /** Over for today. */
  'clock.scrubbed': z.strictObject({ reason }),
  'launch.begun': z.strictObject({}),
};

export const clockCommands = {
  'clock.hold': z.strictObject({ reason }),
  'clock.resume': z.strictObject({ reason: reason.optional() }),
  'clock.recycle': z.strictObject({ toMs: z.int(), reason }),
  'clock.scrub': z.strictObject({ reason }),
  'clock.launch': z.strictObject({}),
};

/** Steps of the runbook. */
export const stepFacts = {
  'step.finished': z.strictObject({
    step: planId,
    note: words('a note').optional(),
    /** Why it is done although its check is not met or cannot be seen. */
    override: reason.optional(),
  }),
  'step.skipped': z.strictObject({ step: planId, reason }),
  'step.reopened': z.strictObject({ step: planId, reason }),
};

export const stepCommands = {
  'step.finish': z.strictObject({ step: planId, note: words('a note').optional(), override: reason.optional() }),
  'step.skip': z.strictObject({ step: planId, reason }),
  'step.reopen': z.strictObject({ step: planId, reason }),
};

/** Before the day. */
export const milestoneFacts = {
  'milestone.reached': z.strictObject({ milestone: planId, note: words('a note').optional() }),
  'milestone.moved': z.strictObject({ milestone: planId, toAt: z.int(), reason }),
};

export const milestoneCommands = {
  'milestone.reach': z.strictObject({ milestone: planId, note: words('a note').optional() }),
  'milestone.move': z.strictObject({ milestone: planId, toAt: z.int(), reason }),
};
