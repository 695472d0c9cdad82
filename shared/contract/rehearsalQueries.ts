import { z } from 'zod';
import { comparisonReading, scoreReading } from '../model/scoreReading.ts';
import { wireSpeed } from './wireRoom.ts';

const nothing = z.strictObject({});
export const rehearsalQueries = {
  /** What is rehearsed here; null outside a rehearsal. What is still to come is told to whoever may lead it alone. */
  'rehearsal.read': {
    args: nothing,
    answer: z.strictObject({
      rehearsal: z
        .strictObject({
          scenario: z.strictObject({ id: z.string(), name: z.string(), teaches: z.string().nullable() }),
          /** Its session, without its folder. */
          session: z.string(),
          startAt: z.int(),
          endAt: z.int(),
          isOver: z.boolean(),
          /** Whoever asks may act as facilitator. */
          mayLead: z.boolean(),
          /** Null for whoever may not lead. In the order of time. */
          pending: z
            .array(
              z.strictObject({
                inject: z.string(),
                at: z.int(),
                from: z.string(),
                to: z.array(z.string()),
                says: z.string(),
              }),
            )
            .nullable(),
        })
        .nullable(),
    }),
  },
  /** How the rehearsal went. While it goes on, for whoever may lead it alone; null outside a rehearsal. */
  'rehearsal.score': { args: nothing, answer: z.strictObject({ score: scoreReading.nullable() }) },
  /** This rehearsal beside a session of `overlay.list`; null where there is none. Told as the score is. */
  'rehearsal.compare': {
    args: z.strictObject({ name: z.string().min(1).max(255).optional() }),
    answer: z.strictObject({ comparison: comparisonReading.nullable() }),
  },
  /** What there is to rehearse on this machine. */
  'scenarios.read': {
    args: nothing,
    answer: z.strictObject({
      scenarios: z.array(
        z.strictObject({
          /** Its folder, and its file there without its ending: both go into `rehearsal.start`. */
          launch: z.string(),
          file: z.string(),
          launchName: z.string(),
          id: z.string(),
          name: z.string(),
          teaches: z.string().nullable(),
          lastsMs: z.int(),
          /** From the scenario's beginning to the planned T-0. */
          untilT0Ms: z.int(),
          injects: z.int(),
          roles: z.array(z.strictObject({ role: z.string(), name: z.string() })),
          /** Where the host has a picture of it, against the page's own address. */
          picture: z.string().nullable(),
        }),
      ),
      /** Whether `rehearsal.start` would open a room; why not, in a sentence, where it would not. */
      canStart: z.boolean(),
      why: z.string().nullable(),
    }),
  },
  /** The rooms that are being opened now, and how far each of them is, 0 to 1. */
  'rehearsal.opening': {
    args: nothing,
    answer: z.strictObject({
      rooms: z.array(z.strictObject({ launch: z.string(), file: z.string(), share: z.number() })),
    }),
  },
} as const;

export const rehearsalControls = {
  /** Runs the world on to the next message that is still to come, or to its end. Answered when it is there. */
  'rehearsal.skip': {
    args: nothing,
    answer: z.strictObject({ epoch: z.int(), tick: z.int().nullable(), inject: z.string().nullable() }),
  },
  /** Opens the rehearsal of a scenario, or the day itself, in a room and a session of its own; this one goes on. */
  'rehearsal.start': {
    args: z.strictObject({
      launch: z.string().max(128),
      file: z.string().max(128),
      /** Where it begins, ms from T-0: the world is run there first. Its first second when absent. */
      fromMs: z.int().min(-31_536_000_000).max(31_536_000_000).optional(),
      /** At which it goes on at once; without it, it stands until its facilitator lets it go on. */
      speed: wireSpeed.optional(),
      /** The day is played as it was recorded: nothing is rehearsed, and what is done in the room does not move it. */
      watch: z.boolean().optional(),
    }),
    answer: z.strictObject({
      /** The session, without its folder. */
      session: z.string(),
      /** Lets one browser in, once, in any role. */
      url: z.string(),
      /** One for each role, the facilitator's among them: whoever opens it acts in that role alone. */
      links: z.array(z.strictObject({ role: z.string(), name: z.string(), url: z.string() })),
    }),
  },
} as const;
