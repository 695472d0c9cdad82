import { z } from 'zod';

/** A role of the plan, and who holds it. */
export const roleReading = z.strictObject({
  role: z.string(),
  name: z.string(),
  may: z.array(z.string()),
  veto: z.boolean(),
  holder: z.string().nullable(),
  /** When the holder took it, ms. */
  since: z.int().nullable(),
  /** What was said at the last hand-over. */
  note: z.string().nullable(),
});
export type RoleReading = z.output<typeof roleReading>;
