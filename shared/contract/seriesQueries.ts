import { z } from 'zod';
import { column, labelValues, mostSteps, name, tick } from './queryScalars.ts';

const seriesId = z.int({ error: 'write the number of a series' }).min(0);

/** All series that match, taken as one, as an indicator of the plan takes them. Gauges do not add up to anything. */
const seriesSelector = z.strictObject({
  kind: z.enum(['count', 'latency']),
  metric: name,
  where: labelValues.optional(),
});
export type SeriesSelector = z.output<typeof seriesSelector>;

const seriesLine = z.strictObject({
  kind: z.enum(['count', 'latency', 'gauge']),
  /** The series that are in it; none where nothing matches yet. */
  series: z.array(z.int()),
  /** Samples, or observed latencies, in the step; 0 where the others are null. */
  n: z.array(z.number()),
  sum: column,
  min: column,
  max: column,
  /** Gauges only: the last value in the step. */
  last: column.exactOptional(),
  /** Latencies only. Null with an `n` above 0: it lies in a bucket that has no upper bound. */
  quantiles: z.array(z.strictObject({ q: z.number(), values: column })).exactOptional(),
  /** Latencies only: false where some of them came in buckets, so that quantiles are upper bounds of buckets. */
  exact: z.array(z.boolean()).exactOptional(),
});

/** What the samples say, as charts draw it. */
export const seriesQueries = {
  /** Series in the order in which they appeared, from id `fromId` on. */
  'series.list': {
    args: z.strictObject({ fromId: z.int().min(0).default(0), limit: z.int().min(1).max(2000).default(2000) }),
    answer: z.strictObject({
      series: z.array(
        z.strictObject({
          id: z.int(),
          source: z.string(),
          kind: z.enum(['count', 'latency', 'gauge']),
          metric: z.string(),
          labels: z.record(z.string(), z.string()),
        }),
      ),
      total: z.int(),
    }),
  },
  /**
   * Lines as columns, at most `points` steps over `fromBucket <= second < toBucket`; step i begins at
   * `fromBucket + i * stepSeconds`. Each line is one series, or all that match. It reaches to the newest judged second; with
   * `upToTick` only what had arrived by then is in it.
   *
   * Latencies come with `quantiles` too: those that are asked for, else the median, the 95th and the 99th percentile and
   * what the plan's indicators ask of these series. Each is within `quantileError` (a share of it) of the value at rank
   * `floor(q (n - 1))`.
   */
  'series.read': {
    args: z
      .strictObject({
        lines: z
          .array(
            z.union([seriesId, seriesSelector], { error: 'write the number of a series, or kind, metric and where' }),
          )
          .min(1)
          .max(64),
        fromBucket: tick,
        toBucket: tick,
        points: z.int().min(2).max(4000),
        upToTick: tick.optional(),
        quantiles: z.array(z.number().min(0).max(1)).max(8).optional(),
      })
      .refine(({ fromBucket, toBucket }) => fromBucket < toBucket, { error: 'toBucket must be after fromBucket' })
      .refine(({ lines, points }) => lines.length * points <= mostSteps, {
        error: `ask for at most ${mostSteps} steps in all: fewer points, or fewer lines at a time`,
      }),
    answer: z.strictObject({
      fromBucket: z.int(),
      stepSeconds: z.int().min(1),
      steps: z.int().min(0),
      /** Everything that had arrived by the end of this second is in it. Null before the first. */
      judgedTick: z.int().nullable(),
      quantileError: z.number(),
      lines: z.array(seriesLine),
    }),
  },
} as const;
