import { z } from 'zod';
import { instantMs, reason, rowNumber, words } from './roomScalars.ts';

export const noteFacts = {
  'note.written': z.strictObject({
    text: words('a note'),
    /** The second that it speaks of, when that is not the one in which it is written. */
    aboutAt: instantMs.optional(),
    /** The row that it corrects. */
    corrects: rowNumber.optional(),
  }),
  /** A status update, as it was sent or copied. */
  'update.written': z.strictObject({
    update: words('the id of an update', 200),
    text: words('the update', 4000),
    to: z.enum(['webhook', 'copy']),
  }),
  'update.attempted': z.strictObject({
    update: words('the id of an update', 200),
    attempt: z.int().min(1),
    outcome: z.enum(['delivered', 'refused', 'failed']),
    text: words('what happened', 500),
  }),
  'update.failed': z.strictObject({ update: words('the id of an update', 200), text: words('what happened', 500) }),
  /** A source that will not come back: it no longer makes values stale. */
  'source.retired': z.strictObject({ source: words('the name of a source', 256), reason }),
};

export const noteCommands = {
  'note.write': noteFacts['note.written'],
  'update.send': z.strictObject({ text: words('the update', 4000), to: z.enum(['webhook', 'copy']) }),
  'source.retire': noteFacts['source.retired'],
};
