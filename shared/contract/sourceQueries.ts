import { z } from 'zod';
import { cell, planId } from '../model/room/roomScalars.ts';
import { labelValues, name, tick } from './queryScalars.ts';

const count = z.int().min(0);
/** 30 days: longer than any rule looks back on events. */
const mostWithinMs = 2_592_000_000;
const page = { limit: z.int().min(1).max(1000).default(500), offset: z.int().min(0).default(0) };
/** Null is whoever could not be read: lines that do not even say from whom they are. */
const source = name.nullable();

const sourceReading = z.strictObject({
  source,
  /** Arrival of its last line of any kind, ms; null when it was never heard. */
  heardAt: z.int().nullable(),
  /** Since then, up to the newest judged second. */
  silentMs: z.number().nullable(),
  /** `stale`: silent for longer than the plan lets a value rest on it. `ended`: it said that it leaves, or was retired. */
  state: z.enum(['talking', 'stale', 'ended', 'retired', 'unknown']),
  /** Values a second over the last `overSeconds`; a latency sample has many values. */
  rate: z.number(),
  /** Whole seconds from when something happened to its arrival, over the same time; null where nothing came. */
  lag: z.strictObject({ mean: z.number(), most: z.number() }).nullable(),
  /** Seconds by which its clock runs ahead of ours, at the least; below zero it may be behind, or only slow. */
  skew: z.number().nullable(),
  /** The plan says that the launch needs it. */
  isNeeded: z.boolean(),
  series: count,
  duplicates: count,
  conflicts: count,
  /** Late lines are judged from then on; those that are too late are kept and not judged. */
  late: count,
  tooLate: count,
  /** Lines that could not be read, or were stamped ahead of their arrival. */
  quarantined: count,
  /** `missing` numbers in `open` gaps have not come; gaps that closed were filled late. */
  gaps: z.strictObject({ open: count, missing: count, closed: count }),
});

const linkReading = z.strictObject({
  name: z.string(),
  /** Without anything secret. */
  address: z.string(),
  /** `ended`: no waiting mends it, and `text` says why. `cut`: somebody cut it. */
  state: z.enum(['connecting', 'open', 'broken', 'cut', 'ended']),
  /** A sentence; empty while all is well. */
  text: z.string(),
  sinceMs: z.int(),
  lastFrameAtMs: z.int().nullable(),
  /** How far behind the other side it knows itself; null where it does not. */
  lagMs: z.number().nullable(),
  /** Samples a second over the last seconds. */
  rate: z.number(),
  frames: count,
  samples: count,
  /** Gone for good, in what the source counts. */
  lost: count,
  /** Frames that came again, and were left out. */
  repeated: count,
});

const gap = z.strictObject({
  source: z.string(),
  epoch: z.string(),
  fromSeq: z.int(),
  toSeq: z.int(),
  openedAt: z.int(),
  closedAt: z.int().nullable(),
});

const badLine = z.strictObject({
  line: z.int(),
  at: z.int().nullable(),
  reason: z.string(),
  text: z.string(),
  excerpt: z.string(),
  source: z.string().nullable(),
});

const sample = z.strictObject({
  /** Its line in the recording or the stream, from 1. */
  line: z.int(),
  /** The series that it belongs to. */
  series: z.int(),
  /** When it happened, and when it reached us, ms. */
  t: z.int(),
  arrivedAt: z.int(),
  epoch: z.string(),
  seq: z.int().nullable(),
  value: z.number().exactOptional(),
  values: z.array(z.number()).exactOptional(),
  /** Upper bound in ms, null for `+Inf`, and how many. */
  buckets: z.array(z.tuple([z.number().nullable(), z.number()])).exactOptional(),
  /**
   * `counted`: it is in the value; `late`: too, but only since it came. The others are not: they came before, came too
   * late, or were set aside.
   */
  fate: z.enum(['counted', 'late', 'duplicate', 'too_late', 'quarantined']),
});

const secondsAsked = { fromBucket: tick, toBucket: tick, upToTick: tick.optional() };
const paged = { afterLine: z.int().min(0).default(0), limit: z.int().min(1).max(500).default(100) };

/** Who sends what, and what became of it. */
export const sourceQueries = {
  /** Every source that was heard, by name, and last the lines that do not say from whom they are. */
  'sources.read': {
    args: z.strictObject(page),
    answer: z.strictObject({
      /** Null before the first. */
      judgedTick: z.int().nullable(),
      overSeconds: z.int(),
      total: count,
      sources: z.array(sourceReading),
      /** Of a live session, where its telemetry comes from; empty for every other. */
      links: z.array(linkReading),
      /** The machine's clock was put back by so much since, and the session's goes on, ms. */
      aheadOfWallMs: z.number(),
    }),
  },
  /** Lines that were set aside, in the order of the recording: all, or those of one source. */
  'quarantine.read': {
    args: z.strictObject({
      source: source.optional(),
      limit: z.int().min(1).max(500).default(100),
      offset: z.int().min(0).default(0),
    }),
    answer: z.strictObject({ total: z.int(), rows: z.array(badLine) }),
  },
  /** Sequence numbers that have not come: `fromSeq <= seq < toSeq`. Of all sources or of one. */
  'gaps.read': {
    args: z.strictObject({
      source: name.optional(),
      isOpen: z.boolean().optional(),
      limit: z.int().min(1).max(1000).default(1000),
      offset: z.int().min(0).default(0),
    }),
    answer: z.strictObject({ total: z.int(), gaps: z.array(gap) }),
  },
  /**
   * The samples behind a value as they arrived, page by page: those of some series that happened in
   * `fromBucket <= second < toBucket`, or those behind an indicator over a window at a second. `afterLine` goes on where a
   * page ended.
   */
  'samples.read': {
    args: z.union(
      [
        z.strictObject({ series: z.array(z.int().min(0)).min(1).max(200), ...secondsAsked, ...paged }),
        z.strictObject({
          indicator: planId,
          cell: cell.default({}),
          /** As a snapshot writes it: `5m`; the shortest when absent. */
          window: z.string().max(20).optional(),
          mature: z.boolean().default(true),
          /** The newest judged second when absent. */
          tick: tick.optional(),
          ...paged,
        }),
      ],
      { error: 'write series with fromBucket and toBucket, or an indicator' },
    ),
    answer: z.strictObject({
      fromBucket: z.int(),
      toBucket: z.int(),
      /** Only what had arrived by then is in the value. */
      upToTick: z.int(),
      /** What of the value each group of series is: `bad` and `total` of a ratio. A series may be in two. */
      parts: z.array(
        z.strictObject({
          part: z.string(),
          series: z.array(z.int()),
          /** All of what was counted: samples, or observed latencies; and the sum of their values. */
          n: z.number(),
          sum: z.number(),
        }),
      ),
      samples: z.array(sample),
      /** Give it as `afterLine` for the next page; null when this was the last. */
      nextAfterLine: z.int().nullable(),
    }),
  },
  /** The events of a type that concern a cell and happened in the time before a judged second: the newest of them first. */
  'events.read': {
    args: z.strictObject({
      event: name.min(1),
      where: labelValues.optional(),
      cell: cell.default({}),
      withinMs: z.int().min(1).max(mostWithinMs),
      tick,
    }),
    answer: z.strictObject({
      total: count,
      events: z.array(
        z.strictObject({
          t: z.int(),
          source: z.string(),
          type: z.string(),
          labels: z.record(z.string(), z.string()),
          text: z.string(),
        }),
      ),
    }),
  },
} as const;
