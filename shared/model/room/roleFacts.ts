import { z } from 'zod';
import { note, personName, planId } from './roomScalars.ts';

export const roleFacts = {
  /** The actor takes a role that nobody holds. */
  'role.taken': z.strictObject({ role: planId }),
  'role.handed_over': z.strictObject({ role: planId, to: personName, note }),
  'role.left': z.strictObject({ role: planId, note: note.optional() }),
};

export const roleCommands = {
  'role.take': z.strictObject({ role: planId }),
  'role.handOver': z.strictObject({ role: planId, to: personName, note }),
  'role.leave': z.strictObject({ role: planId, note: note.optional() }),
};
