import { z } from 'zod';
import { cell, planId } from '../model/room/roomScalars.ts';
import { column, mostSteps, tick } from './queryScalars.ts';

const scope = cell.default({});
/** As a snapshot writes it: `5m`. */
const window = z.string().max(20);

/** A number that the judge says anew every second. Cells are those that a snapshot shows. */
const readingSubject = z.discriminatedUnion('kind', [
  /** An indicator over one of the windows that a snapshot shows it over: the shortest when none is named. */
  z.strictObject({
    kind: z.literal('indicator'),
    indicator: planId,
    cell: scope,
    window: window.optional(),
    /** False: the seconds up to now, whose labels are still coming in. */
    mature: z.boolean().default(true),
  }),
  /** The burn of every alert pair of an objective, and what is left of its event budget. */
  z.strictObject({ kind: z.literal('slo'), slo: planId, cell: scope }),
  /** What a rule compares with its limit: a CUSUM, a ratio since the beginning, the long burn of a pair. */
  z.strictObject({ kind: z.literal('trigger'), trigger: planId, cell: scope }),
  z.strictObject({ kind: z.literal('criterion'), criterion: planId, cell: scope }),
  /** A cell of the ramp. */
  z.strictObject({ kind: z.literal('ramp'), cell }),
]);
export type ReadingSubject = z.output<typeof readingSubject>;

const status = z.enum(['known', 'none', 'insufficient', 'stale', 'never']).nullable();
const state = z.array(z.string().nullable());

/** Of a rule with several conditions these are of the first. */
const ruleColumns = {
  cell,
  /** Null where the rule compares with no number. */
  limit: z.number().nullable(),
  side: z.enum(['over', 'under']).nullable(),
  value: column,
  n: column,
  /** 95 % interval of a comparison. */
  low: column,
  high: column,
  state,
};

const readingColumns = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('indicator'),
    indicator: planId,
    cell,
    window,
    mature: z.boolean(),
    /** Labels of so many ms are still coming in, and its window ends before them. */
    delayMs: z.int(),
    /** The share of the value by which a quantile may be off; null for what is exact. */
    error: z.number().nullable(),
    /** Null where there is none, and where it is endless. Stale values are here as they are on the screen. */
    value: column,
    n: column,
    /** What the value counts: the k of k of n. */
    count: column,
    low: column,
    high: column,
    status: z.array(status),
    /** False where bucketed latencies make it an estimate on the safe side. */
    exact: z.array(z.boolean()),
  }),
  z.strictObject({
    kind: z.literal('slo'),
    slo: planId,
    cell,
    pairs: z.array(
      z.strictObject({
        id: z.string(),
        factor: z.number(),
        longMs: z.int(),
        shortMs: z.number(),
        long: column,
        short: column,
        state,
      }),
    ),
    /** Share of the event budget; null in cells, and where the plan expects no number of events. */
    left: column,
  }),
  z.strictObject({ kind: z.literal('trigger'), trigger: planId, ...ruleColumns }),
  z.strictObject({ kind: z.literal('criterion'), criterion: planId, ...ruleColumns }),
  /** Shares, 0 to 1. */
  z.strictObject({ kind: z.literal('ramp'), cell, commanded: column, observed: column }),
]);
export type ReadingColumns = z.output<typeof readingColumns>;

export const readingQueries = {
  /**
   * What the judge said, as columns on the steps of `series.read`: step i holds what a snapshot said at its end, the second
   * `fromBucket + (i + 1) * stepSeconds`, or the last judged one (or `upToTick`) where that lies ahead. Null in steps without
   * a judged second.
   */
  'readings.read': {
    args: z
      .strictObject({
        subjects: z.array(readingSubject).min(1).max(32),
        fromBucket: tick,
        toBucket: tick,
        points: z.int().min(2).max(4000),
        upToTick: tick.optional(),
      })
      .refine(({ fromBucket, toBucket }) => fromBucket < toBucket, { error: 'toBucket must be after fromBucket' })
      .refine(({ subjects, points }) => subjects.length * points <= mostSteps, {
        error: `ask for at most ${mostSteps} steps in all: fewer points, or fewer subjects at a time`,
      }),
    answer: z.strictObject({
      fromBucket: z.int(),
      stepSeconds: z.int().min(1),
      steps: z.int().min(0),
      /** Null before the first. */
      judgedTick: z.int().nullable(),
      readings: z.array(readingColumns),
    }),
  },
} as const;
