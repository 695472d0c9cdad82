import { z } from 'zod';

/** How a desk stands to the others, as it knows by itself: the ledger cannot tell who is cut off from it. */
export const deskState = z.strictObject({
  name: z.string(),
  /** Where the ledger is that they share; without secrets. */
  address: z.string(),
  /** `joining` reads what the others did; `in` may decide; `cutOff` judges on and may only propose; `stopped` will not come back. */
  state: z.enum(['joining', 'in', 'cutOff', 'stopped']),
  sinceMs: z.int(),
  /** Why, in a sentence; empty while all is well. */
  text: z.string(),
  /** What it will tell the others when it is back. */
  waiting: z.int(),
  /** The others that were heard of, and when last. */
  others: z.array(z.strictObject({ desk: z.string(), heardAtMs: z.int() })),
});
export type DeskState = z.output<typeof deskState>;
