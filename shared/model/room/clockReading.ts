import { z } from 'zod';

/** T, L, what is left of the window, holds. */
export const clockReading = z.strictObject({
  /** Against T-0, negative before it; stands still in a hold. */
  tMs: z.int(),
  /** Against planned lift-off; never stands. */
  lMs: z.int(),
  /** Until the window closes, negative when it has closed; null when the plan has no window. */
  windowLeftMs: z.int().nullable(),
  windowOpen: z.boolean(),
  /** Holds that are on: a person's first. */
  holds: z.array(
    z.strictObject({
      name: z.string(),
      builtIn: z.boolean(),
      since: z.int(),
      reason: z.string(),
      /** What ends it. */
      exit: z.string(),
      usedMs: z.int(),
    }),
  ),
  /** How long T has stood still in all. */
  holdUsedMs: z.int(),
  /** The next built-in hold, and how long T has to run until then. */
  next: z.strictObject({ name: z.string(), inMs: z.int() }).nullable(),
  /** When lift-off was confirmed, ms. */
  begunAt: z.int().nullable(),
  scrubbed: z.string().nullable(),
  over: z.boolean(),
  /** Can we still make it? Null without a window, after lift-off, and when the launch is over. */
  makeIt: z.strictObject({ leftMs: z.int(), workMs: z.int(), marginMs: z.int(), says: z.string() }).nullable(),
  /** Entries of the calendar that run now or begin within two hours. */
  calendar: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      says: z.string(),
      from: z.int(),
      to: z.int(),
      on: z.boolean(),
      touches: z.array(z.string()),
    }),
  ),
  /** What the waves that are still to come, or are under way, collide with. */
  collisions: z.array(z.string()),
});
export type ClockReading = z.output<typeof clockReading>;
