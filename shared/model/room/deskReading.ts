import { z } from 'zod';

/** The desks of a launch as the ledger has them; nothing where one desk decides alone. */
export const deskReading = z.strictObject({
  /** Does what the room does by itself: deadlines, countdowns, expiries. */
  keeper: z.string().nullable(),
  here: z.array(z.strictObject({ desk: z.string(), sinceAt: z.int() })),
  /** What was wanted at desks that were cut off, newest first. */
  proposals: z.array(
    z.strictObject({
      row: z.int(),
      desk: z.string(),
      by: z.strictObject({ role: z.string(), name: z.string() }),
      does: z.string(),
      args: z.string(),
      atMs: z.int(),
      /** When the others were told. */
      cameAt: z.int(),
    }),
  ),
});
export type DeskReading = z.output<typeof deskReading>;
