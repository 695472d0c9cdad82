import { z } from 'zod';
import { cell, planId } from './room/roomScalars.ts';

/** What the judge says of one second, as it crosses processes. The judge makes it; whoever shows it parses it. */

const status = z.enum(['known', 'none', 'insufficient', 'stale', 'never']);
/** Null where there is none, and where it is endless. */
const value = z.number().nullable();
const instant = z.int().nullable();
const count = z.number().min(0);

const score = z.strictObject({ scored: count, held: count, open: count, share: value });

const indicatorReading = z.strictObject({
  window: z.string(),
  cell,
  value,
  n: z.number(),
  coverage: z.number(),
  age: value,
  status,
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
  difference: z.strictObject({ value: z.number(), low: z.number(), high: z.number() }).exactOptional(),
  mature: z.literal(false).exactOptional(),
  exact: z.literal(false).exactOptional(),
});

const sloReading = z.strictObject({
  cell,
  allowed: z.number().exactOptional(),
  spent: z.number().exactOptional(),
  left: z.number().exactOptional(),
  runningLeft: z.number().exactOptional(),
  alerts: z.array(z.strictObject({ id: z.string(), long: value, short: value, factor: z.number(), state: z.string() })),
  exhaustion: z.strictObject({ seconds: z.number(), low: z.number(), high: z.number() }).nullable().exactOptional(),
  exhaustionScore: score.exactOptional(),
});

const effect = {
  arm: z.string(),
  difference: value,
  low: value,
  high: value,
  state: z.string(),
  decidableIn: value,
};

const money = z.strictObject({
  currency: z.string(),
  sessions: count,
  gain: z.number(),
  low: z.number(),
  high: z.number(),
  promised: value,
  planned: z
    .strictObject({ amount: z.number(), per: z.number(), gain: z.number(), low: z.number(), high: z.number() })
    .nullable(),
});

const guardrail = z.strictObject({
  indicator: z.string(),
  margin: z.number(),
  status,
  state: z.string(),
  control: value,
  arms: z.array(z.strictObject({ ...effect, value, n: count })),
  why: z.string(),
});

const experimentReading = z.strictObject({
  state: z.string(),
  status,
  age: value,
  firstDecision: z.number(),
  expects: value,
  arms: z.array(
    z.strictObject({
      arm: z.string(),
      exposures: count,
      conversions: count,
      conversion: value,
      low: value,
      high: value,
      share: z.number(),
      due: z.number(),
    }),
  ),
  effects: z.array(z.strictObject({ ...effect, money: money.nullable() })),
  guardrails: z.array(guardrail),
  sampleRatio: z.strictObject({ p: z.number(), sequentialP: z.number(), alarmAt: instant }),
  forecast: z.strictObject({ conversion: value, low: value, high: value, score }),
  why: z.string(),
});

const forecastReading = z.strictObject({
  state: z.enum(['running out', 'gone', 'not on this path', 'unknown']),
  status,
  age: value,
  remaining: value,
  seconds: value,
  low: value,
  high: value,
  at: value,
  lowAt: value,
  highAt: value,
  n: z.number(),
  returned: z.number(),
  minutes: z.number(),
  score,
  why: z.string(),
});

const dependencyReading = z.strictObject({
  sla: z.number(),
  slo: z.string().nullable(),
  objective: value,
  fallback: z
    .strictObject({ indicator: z.string(), window: z.string(), share: value, n: z.number(), age: value, status })
    .nullable(),
  availability: value,
  neededShare: value,
  holds: z.boolean().nullable(),
  why: z.string(),
});

export const triggerReading = z.strictObject({
  id: planId,
  cell,
  state: z.enum(['ok', 'pending', 'firing', 'handled']),
  /** Ms; null before any change. */
  since: instant,
  frozen: z.boolean(),
  frozenFor: z.number().exactOptional(),
  why: z.string(),
});

export const criterionReading = z.strictObject({
  id: planId,
  cell,
  state: z.enum(['unknown', 'maturing', 'pass', 'fail', 'waived']),
  since: instant,
  why: z.string(),
});

export const judgedReading = z.strictObject({
  /** The judged second, ms. */
  at: z.int(),
  call: z.string(),
  scopes: z.array(z.string()),
  reasons: z.array(z.string()),
  indicators: z.record(z.string(), z.array(indicatorReading)),
  slos: z.record(z.string(), z.array(sloReading)),
  experiments: z.record(z.string(), experimentReading),
  forecasts: z.record(z.string(), forecastReading),
  dependencies: z.record(z.string(), dependencyReading),
  triggers: z.array(triggerReading),
  criteria: z.array(criterionReading),
});

/** Both ways the same as what the judge calls `JudgedAt`. */
export type JudgedReading = z.output<typeof judgedReading>;
