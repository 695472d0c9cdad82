import { z } from 'zod';

const actor = z.strictObject({ role: z.string(), name: z.string() });

/** Notes, newest first, and the sources that were given up. */
export const noteReading = z.strictObject({
  notes: z.array(
    z.strictObject({
      /** Its row in the ledger, where it stands whole. */
      row: z.int(),
      at: z.int(),
      by: actor,
      text: z.string(),
      /** `text` is only its beginning. */
      isCut: z.boolean(),
      /** The second that it speaks of; null when that is `at`. */
      aboutAt: z.int().nullable(),
      /** The row that it corrects. */
      corrects: z.int().nullable(),
      /** The row of the last note that corrects it. */
      correctedBy: z.int().nullable(),
    }),
  ),
  retired: z.array(z.strictObject({ source: z.string(), at: z.int(), by: actor, reason: z.string() })),
});
export type NoteReading = z.output<typeof noteReading>;
