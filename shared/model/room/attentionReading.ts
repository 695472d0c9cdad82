import { z } from 'zod';
import { cell } from './roomScalars.ts';

const actor = z.strictObject({ role: z.string(), name: z.string() });

const entry = z.strictObject({
  trigger: z.string(),
  cell,
  state: z.enum(['ok', 'pending', 'firing', 'handled']),
  /** When it began to be pending or fired, ms; null while it is ok. */
  sinceAt: z.int().nullable(),
  /** Seconds that it has been blind; null while it can see. */
  frozenS: z.int().nullable(),
  acknowledged: z.strictObject({ by: actor, at: z.int() }).nullable(),
  shelved: z.strictObject({ untilAt: z.int(), by: actor, reason: z.string() }).nullable(),
  /** At its end the room orders the rollback, unless it was vetoed. */
  countdown: z
    .strictObject({
      endsAt: z.int(),
      secondsLeft: z.int().min(0),
      vetoed: z.strictObject({ by: actor, at: z.int(), reason: z.string() }).nullable(),
    })
    .nullable(),
  /** Roles that were told because nobody acknowledged in time. */
  escalated: z.strictObject({ to: z.array(z.string()), at: z.int() }).nullable(),
  /** It started a burst. */
  isFirstOut: z.boolean(),
  /** What the room asks people; null when it asks nothing. */
  asks: z.string().nullable(),
  /** What changed before it, nearest first: places in `changes`. */
  changes: z.array(z.int()),
});
export type AttentionEntry = z.output<typeof entry>;

/** A trigger with all its cells, while there are too many alarms to list them one by one. */
const group = z.strictObject({
  trigger: z.string(),
  firing: z.int(),
  pending: z.int(),
  unacknowledged: z.int(),
  /** Its earliest, ms. */
  sinceAt: z.int(),
  isFirstOut: z.boolean(),
});

/** Triggers that ask for somebody: acknowledged, shelved, counting down; alarm load by role. */
export const attentionReading = z.strictObject({
  /** What needs somebody most comes first. In a flood only what no group can say for it. */
  entries: z.array(entry),
  /** Triggers that are on, or shelved, and not in `entries`. */
  unlisted: z.int(),
  /** Empty unless there is a flood; the one that started it comes first. */
  groups: z.array(group),
  changes: z.array(
    z.strictObject({ at: z.int(), type: z.string(), labels: z.record(z.string(), z.string()), text: z.string() }),
  ),
  /** The arm in force of every trigger, and who set it where that is not the plan. */
  arms: z.array(
    z.strictObject({
      trigger: z.string(),
      arm: z.enum(['advise', 'hold', 'act']),
      set: z.strictObject({ by: actor, at: z.int(), reason: z.string() }).nullable(),
    }),
  ),
  /** How many are shelved now. */
  shelved: z.int(),
  /** Alarms of the last 10 min. */
  load: z.strictObject({
    alarms: z.int(),
    isFlood: z.boolean(),
    roles: z.array(
      z.strictObject({ role: z.string().nullable(), alarms: z.int(), level: z.enum(['good', 'most', 'over']) }),
    ),
  }),
});
export type AttentionReading = z.output<typeof attentionReading>;
