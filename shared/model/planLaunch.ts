import { z } from 'zod';
import { flag, id, idOf, list, number, strict, text, word } from './planScalars.ts';
import { duration, instant, isoInstant } from './planUnits.ts';

/** A built-in hold waits for a poll, for the steps of a runbook phase, or for a time to pass. */
const holdExitSchema = z.union(
  [
    strict({ poll: idOf('a poll') }).transform((it) => ({ kind: 'poll' as const, ...it })),
    strict({ checklist: text('a phase of the runbook') }).transform((it) => ({ kind: 'checklist' as const, ...it })),
    strict({ time: duration('10m') }).transform((it) => ({ kind: 'time' as const, ...it })),
  ],
  { error: 'write { poll: ID }, { checklist: PHASE } or { time: 10m }' },
);

const holdSchema = strict({
  /** Follows the T clock, unlike every other instant of a plan. */
  at: instant,
  name: text('a name'),
  exit: holdExitSchema.optional(),
});
export type BuiltInHold = z.output<typeof holdSchema>;

export const launchSchema = strict({
  id,
  name: text('a name').optional(),
  org: text('an organisation').optional(),
  /** Epoch ms. */
  t0: isoInstant,
  window: strict({ opens: instant, closes: instant }).optional(),
  ends: instant.optional(),
  holds: list(holdSchema, 'holds', 0).default([]),
  value: strict({
    perOrder: number('the value of one order as a number, such as 62', 0),
    currency: z
      .string({ error: 'write a currency such as USD' })
      .regex(/^[A-Z]{3}$/, { error: 'write a currency such as USD' }),
  }).optional(),
});
export type Launch = z.output<typeof launchSchema>;

export const RIGHTS = ['call', 'override', 'waive'] as const;

export const roleSchema = strict({
  name: text('a name').optional(),
  may: list(word(...RIGHTS), 'rights', 0).default([]),
  veto: flag.default(false),
});
export type Role = z.output<typeof roleSchema>;

/** How a runbook step is checked. By hand, or by the state of something else in the plan. */
const checkSchema = z.union(
  [
    word('manual').transform(() => ({ kind: 'manual' as const })),
    strict({ criterion: idOf('a criterion') }).transform((it) => ({ kind: 'criterion' as const, ...it })),
    strict({ poll: idOf('a poll') }).transform((it) => ({ kind: 'poll' as const, ...it })),
    strict({ evidence: idOf('evidence') }).transform((it) => ({ kind: 'evidence' as const, ...it })),
  ],
  { error: 'write manual, { criterion: ID }, { poll: ID } or { evidence: ID }' },
);

export const phaseSchema = strict({
  phase: text('the name of a phase'),
  steps: list(
    strict({
      id,
      says: text('what to do'),
      owner: idOf('a role').optional(),
      due: instant.optional(),
      check: checkSchema.prefault('manual'),
    }),
    'steps',
  ),
});
export type Phase = z.output<typeof phaseSchema>;

export const calendarEntrySchema = strict({
  id,
  kind: text('a kind, such as maintenance'),
  from: instant,
  to: instant,
  says: text('what happens'),
  touches: list(id, 'indicators', 0).default([]),
});
export type CalendarEntry = z.output<typeof calendarEntrySchema>;

/** A secret or an address that may hold one: named here, kept in the environment. */
export const environmentName = z
  .string({ error: 'name an environment variable, such as env:RAMP_SECRET' })
  .regex(/^env:[A-Za-z_][A-Za-z0-9_]*$/, {
    error: 'name an environment variable, such as env:RAMP_SECRET; a secret is never written in a plan',
  });

const ADDRESS_HELP = 'write an address such as https://example.org/hook, or env:NAME';
/** What a webhook goes to, in the words in which it is refused on the day. */
export const addressSchema = z
  .string({ error: ADDRESS_HELP })
  .regex(/^(?:https?:\/\/\S{1,2000}|env:[A-Za-z_][A-Za-z0-9_]*)$/, { error: ADDRESS_HELP })
  .refine((address) => !/^https?:\/\/[^/?#]*@/.test(address), {
    error: 'write it without a user or a password, which no plan holds',
  })
  .refine((address) => !/^http:\/\/(?!(?:localhost|127(?:\.\d+){3}|\[::1\])(?:[:/?#]|$))/.test(address), {
    error: 'write https: plain http is for this machine only',
  });

export const updatesSchema = strict({
  every: duration('20m', 1000),
  to: word('webhook', 'copy'),
  url: addressSchema.optional(),
});
