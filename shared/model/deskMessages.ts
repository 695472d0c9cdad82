import { z } from 'zod';
import { deskName } from './room/deskFacts.ts';

/** What desks tell each other: rows of the ledger that they share, and that they are there. */

/** Rows that are written together, in every ledger at the same place. */
export const deskEntry = z.strictObject({
  format: z.literal('holdpoint/entry@1'),
  desk: deskName,
  /** When it was said, by the time of the desk that said it, ms: what its age is counted from at every desk. */
  at: z.int(),
  actor: z.strictObject({ role: z.string().max(128), name: z.string().max(80) }),
  /** Their bodies are parsed by their kinds. */
  facts: z.array(z.strictObject({ kind: z.string(), body: z.unknown() })).min(1),
  /** The row of the ledger that the first of them becomes: the same at every desk. */
  row: z.int().min(1),
  command: z.strictObject({ id: z.string(), given: z.string() }).optional(),
  /** The texts of plans that the facts name by their digests. */
  plans: z.array(z.strictObject({ digest: z.string(), text: z.string() })).optional(),
  /** Files of evidence that the facts name by what is in them, in base64. */
  files: z.array(z.string()).optional(),
});

/** Files of one row that are together larger stay at the desk where they were attached: an entry is one message. */
export const mostCarriedBytes = 262_144;

/** Once a second. `run` tells two desks of one name apart, and `aged` which was there first, in ms. */
export const deskGreeting = z.object({ desk: deskName, run: z.string(), aged: z.number() });
