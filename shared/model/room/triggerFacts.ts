import { z } from 'zod';
import { cell, instantMs, note, planId, reason } from './roomScalars.ts';

const arm = z.enum(['advise', 'hold', 'act'], { error: 'write advise, hold or act' });
const ofTrigger = { trigger: planId, cell };

/** What people do about triggers, and what the room does by itself when nobody does. */
export const triggerFacts = {
  'trigger.acknowledged': z.strictObject({ ...ofTrigger, note: note.optional() }),
  'trigger.shelved': z.strictObject({ ...ofTrigger, untilAt: instantMs, reason }),
  'trigger.unshelved': z.strictObject({ ...ofTrigger, reason }),
  /** A person says that the trigger has had its answer: it is `handled`. */
  'trigger.reset': z.strictObject({ ...ofTrigger, reason }),
  'arm.set': z.strictObject({ trigger: planId, arm, reason }),
  /** A trigger with arm `act` fires: at `endsAt` the room orders the rollback, unless somebody vetoes. */
  'countdown.begun': z.strictObject({ ...ofTrigger, endsAt: instantMs }),
  'countdown.vetoed': z.strictObject({ ...ofTrigger, reason }),
  /** The trigger went off, or there is nothing left to roll back, before the countdown ended. */
  'countdown.stopped': z.strictObject({ ...ofTrigger, reason }),
  /** Nobody acknowledged in time. */
  'escalation.raised': z.strictObject({ ...ofTrigger, to: z.array(planId) }),
};

export const triggerCommands = {
  'trigger.acknowledge': z.strictObject({ ...ofTrigger, note: note.optional() }),
  'trigger.shelve': z.strictObject({ ...ofTrigger, untilAt: instantMs, reason }),
  'trigger.unshelve': z.strictObject({ ...ofTrigger, reason }),
  'trigger.reset': z.strictObject({ ...ofTrigger, reason }),
  'arm.set': z.strictObject({ trigger: planId, arm, reason }),
  'countdown.veto': z.strictObject({ ...ofTrigger, reason }),
};
