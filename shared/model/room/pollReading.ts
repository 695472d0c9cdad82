import { z } from 'zod';
import { pollFacts, sawVerdict } from './pollFacts.ts';

/** What one voter says, and whether it counts. `vote` is null while they have said nothing. */
const voteReading = z.strictObject({
  role: z.string(),
  name: z.string().nullable(),
  vote: z.enum(['go', 'no-go', 'hold', 'go-if']).nullable(),
  at: z.int().nullable(),
  /** Until when it counts at most, ms. */
  expiresAt: z.int().nullable(),
  isFresh: z.boolean(),
  /** Why it does not count although it was cast. */
  stale: z.string().nullable(),
  reason: z.string().nullable(),
  condition: z.string().nullable(),
  option: z.string().nullable(),
});

const optionReading = z.strictObject({
  option: z.string(),
  says: z.string(),
  isOpen: z.boolean(),
  barredBy: z.array(z.string()),
});

/** Polls in the order of the plan, each with its last round, and the last decisions, newest first. */
export const pollReading = z.strictObject({
  polls: z.array(
    z.strictObject({
      poll: z.string(),
      question: z.string(),
      state: z.enum(['not_opened', 'open', 'closed', 'decided']),
      /** The one that the call looks at. */
      isCurrent: z.boolean(),
      /** The row that opened this round; null before the first. */
      row: z.int().nullable(),
      /** When it was opened and will close or was closed, ms; by the plan where it was not opened. */
      opensAt: z.int().nullable(),
      closesAt: z.int(),
      result: z.enum(['go', 'no-go', 'hold', 'open']).nullable(),
      text: z.string(),
      votes: z.array(voteReading),
      criteria: z.array(sawVerdict),
      options: z.array(optionReading),
      /** The row of its decision. */
      decision: z.int().nullable(),
    }),
  ),
  decisions: z.array(
    z.strictObject({
      row: z.int(),
      at: z.int(),
      role: z.string(),
      name: z.string(),
      /** False where it is cut short; the ledger has all of it. */
      isWhole: z.boolean(),
      body: pollFacts['decision.recorded'],
    }),
  ),
});
export type PollReading = z.output<typeof pollReading>;
