import { z } from 'zod';

const instant = z.int().nullable();
const cell = z.record(z.string(), z.string());
const callWord = z.enum(['GO', 'HOLD', 'NO-GO', 'ROLLBACK']);

/** Something that somebody did. Roles only: nobody is ranked by name. */
const deed = z.strictObject({
  at: z.int(),
  /** `system`: the room did it by itself. */
  role: z.string(),
  /** Its row in the ledger, and the row's kind. */
  row: z.int(),
  kind: z.string(),
});

/** One thing that the scenario expects, and what became of it. Instants are ms; null is never. */
const complication = z.strictObject({
  /** The incident that it is the answer to; null where the scenario names none. */
  incident: z.string().nullable(),
  says: z.string(),
  trigger: z.string().nullable(),
  cell,
  /** Null where nothing says when it begins. */
  beganAt: instant,
  /** The trigger first stood pending, or fired without. */
  visibleAt: instant,
  firedAt: instant,
  /** What became of the trigger; null where none is expected. `averted`: the room had left it nothing to fire at. */
  found: z.enum(['found', 'late', 'standing', 'unjudged', 'missed', 'averted']).nullable(),
  /** The call that is right, by when it has to stand, and what it was then. */
  call: z
    .strictObject({
      right: callWord,
      by: z.int(),
      was: z.string().nullable(),
      rightSince: instant,
      outcome: z.enum(['right', 'late', 'wrong', 'unjudged']),
    })
    .nullable(),
  acknowledged: deed.nullable(),
  decided: deed.nullable(),
  acted: deed.nullable(),
  /** What people were to do: who, until when, and how they did. Null where nothing is asked of anybody. */
  answer: z
    .strictObject({
      role: z.string().nullable(),
      by: instant,
      outcome: z.enum(['right', 'late', 'wrong', 'none', 'unjudged']),
      deed: deed.nullable(),
    })
    .nullable(),
});
export type ScoredComplication = z.output<typeof complication>;
export type ScoredDeed = z.output<typeof deed>;

const counts = z.strictObject({ right: z.int(), late: z.int(), wrong: z.int(), none: z.int(), unjudged: z.int() });
export type OutcomeCounts = z.output<typeof counts>;

/** What a rehearsal, or a launch held against the same scenario, came to. */
export const scoreReading = z.strictObject({
  format: z.literal('holdpoint/score@1'),
  scenario: z.strictObject({ id: z.string(), name: z.string(), seed: z.number() }),
  t0At: z.int(),
  /** The first and the last judged second, ms; null before the first. */
  judged: z.strictObject({ firstAt: z.int(), lastAt: z.int() }).nullable(),
  complications: z.array(complication),
  /** What people were asked, and did. */
  answers: counts,
  /** What the call was at its deadlines. `needless`: it said NO-GO or ROLLBACK while nothing was the matter. */
  calls: z.strictObject({ right: z.int(), late: z.int(), wrong: z.int(), unjudged: z.int(), needless: z.int() }),
  triggers: z.strictObject({
    found: z.int(),
    late: z.int(),
    missed: z.int(),
    /** Not needed: by its deadline the room had left it nothing to fire at. */
    averted: z.int(),
    unjudged: z.int(),
    /** Firings that nothing asks for. */
    needless: z.int(),
  }),
  /** Rollbacks and holds that people ordered while nothing was the matter. */
  needlessDeeds: z.array(deed),
  /** By role, in the order of the plan. */
  roles: z.array(
    z.strictObject({
      role: z.string(),
      answers: counts,
      /** How long it took, from when it was to be seen; the middle one. */
      medianMs: z.number().nullable(),
      /** Alarms of the triggers that the role owns, and the most within 10 min. */
      alarms: z.int(),
      mostIn10Min: z.int(),
      load: z.enum(['good', 'most', 'over']),
    }),
  ),
  /** What the world told the room. */
  injects: z.array(z.strictObject({ inject: z.string(), at: z.int(), to: z.array(z.string()), says: z.string() })),
});
export type ScoreReading = z.output<typeof scoreReading>;

/** When things happened against T-0, ms; null is never. */
const moments = z.strictObject({
  began: instant,
  visible: instant,
  fired: instant,
  acknowledged: instant,
  decided: instant,
  acted: instant,
  answer: z.enum(['right', 'late', 'wrong', 'none', 'unjudged']).nullable(),
});

/** Two sessions held against the same scenario, aligned at the T-0 of each. */
export const comparisonReading = z.strictObject({
  format: z.literal('holdpoint/comparison@1'),
  names: z.strictObject({ one: z.string(), other: z.string() }),
  complications: z.array(
    z.strictObject({
      incident: z.string().nullable(),
      says: z.string(),
      trigger: z.string().nullable(),
      cell: z.record(z.string(), z.string()),
      one: moments,
      other: moments,
    }),
  ),
  scores: z.strictObject({ one: scoreReading, other: scoreReading }),
});
export type MomentsReading = z.output<typeof moments>;
export type ComparisonReading = z.output<typeof comparisonReading>;
