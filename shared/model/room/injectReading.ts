import { z } from 'zod';

/** What the world has told the room, newest first. Null outside a rehearsal. What is still to come is not here. */
export const injectReading = z
  .strictObject({
    told: z.array(
      z.strictObject({
        /** Its row in the ledger, where it stands whole. */
        row: z.int(),
        inject: z.string(),
        at: z.int(),
        from: z.string(),
        /** Roles. */
        to: z.array(z.string()),
        says: z.string(),
        /** `says` is only its beginning. */
        isCut: z.boolean(),
      }),
    ),
    /** When the rehearsal was ended by its facilitator. */
    endedAt: z.int().nullable(),
  })
  .nullable();
export type InjectReading = z.output<typeof injectReading>;

/** One that the scenario has: the room tells it at its time. */
export interface PlannedInject {
  readonly inject: string;
  /** Epoch ms. */
  readonly at: number;
  readonly from: string;
  readonly to: readonly string[];
  readonly says: string;
}
