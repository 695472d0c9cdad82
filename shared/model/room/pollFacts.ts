import { z } from 'zod';
import { cell, instantMs, note, planId, reason, rowNumber, words } from './roomScalars.ts';

/** A verdict as a voter saw it. */
export const sawVerdict = z.strictObject({
  criterion: planId,
  cell,
  state: z.enum(['unknown', 'maturing', 'pass', 'fail', 'waived']),
});

/** `go-if` carries a condition in words, which the decision must answer. */
const vote = z.enum(['go', 'no-go', 'hold', 'go-if'], { error: 'write go, no-go, hold or go-if' });
const ballot = {
  vote,
  reason: reason.optional(),
  condition: words('a condition').optional(),
  /** Of a poll with options: the one that the vote speaks of. */
  option: planId.optional(),
};

/** What is asked, weighed and chosen. Freezes the snapshot that it was taken on. */
const decision = {
  /** The row that opened the poll it answers; absent for a decision without one. */
  poll: rowNumber.optional(),
  question: words('a question'),
  options: z
    .array(
      z.strictObject({
        id: planId,
        says: words('what the option means'),
        money: note.optional(),
        risk: note.optional(),
        compliance: note.optional(),
        customers: note.optional(),
        evidence: note.optional(),
      }),
    )
    .max(12),
  choice: words('the choice', 200),
  conditions: z.array(words('a condition')).max(20),
  rationale: words('a rationale'),
  /** Strong objections, by role: empty where they were asked for and there were none, null where nobody asked. */
  dissent: z
    .array(z.strictObject({ role: planId, says: words('the objection') }))
    .max(20)
    .nullable(),
  /** Owners of what follows. */
  follows: z.array(z.strictObject({ owner: planId, says: words('what follows'), dueAt: instantMs.optional() })).max(50),
};

export const pollFacts = {
  'poll.opened': z.strictObject({ poll: planId, closesAt: instantMs }),
  'vote.cast': z.strictObject({
    /** The row that opened the poll. */
    poll: rowNumber,
    ...ballot,
    tick: z.int(),
    saw: z.array(sawVerdict),
  }),
  'poll.closed': z.strictObject({ poll: rowNumber, result: z.enum(['go', 'no-go', 'hold']), text: words('why') }),
  'decision.recorded': z.strictObject({ ...decision, tick: z.int(), snapshot: z.int(), call: z.string() }),
};

export const pollCommands = {
  'poll.open': z.strictObject({ poll: planId, closesAt: instantMs.optional() }),
  'poll.close': z.strictObject({ poll: planId, reason: reason.optional() }),
  'vote.cast': z.strictObject({ poll: planId, ...ballot }),
  'decision.record': z.strictObject({
    poll: planId.optional(),
    question: decision.question.optional(),
    options: decision.options.default([]),
    choice: decision.choice,
    conditions: decision.conditions.default([]),
    rationale: decision.rationale,
    dissent: decision.dissent.default(null),
    follows: decision.follows.default([]),
  }),
};
