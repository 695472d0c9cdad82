import { z } from 'zod';
import type { Instant } from '../base/instant.ts';
import { id, idOf, list, name, number, strict, where, word } from './planScalars.ts';
import { duration, instant, ratio, threshold } from './planUnits.ts';
import type { Where } from './planScalars.ts';

/** What a condition without other conditions in it asks. All durations in ms, all shares as ratios. */
export type LeafCondition =
  | { kind: 'alert'; slo: string; alert: string }
  | { kind: 'burn'; slo: string; window: number; burnOver: number; burnUnder?: never }
  | { kind: 'burn'; slo: string; window: number; burnUnder: number; burnOver?: never }
  | { kind: 'budget'; slo: string; budgetLeftUnder: number }
  | { kind: 'level'; indicator: string; window: number; over: number; under?: never }
  | { kind: 'level'; indicator: string; window: number; under: number; over?: never }
  | {
      kind: 'ratio';
      indicator: string;
      ratioOver: number;
      confidence?: number | undefined;
      window?: number | undefined;
    }
  | { kind: 'experiment'; experiment: string; is: ExperimentState }
  | { kind: 'cusum'; cusum: string; every: number; m0: number; m1: number; h: number }
  | { kind: 'forecast'; forecast: string; before: Instant; after?: never }
  | { kind: 'forecast'; forecast: string; after: Instant; before?: never }
  | { kind: 'evidence'; evidence: string[] }
  | { kind: 'event'; event: string; where?: Where | undefined; within: number };

/** What a trigger or a criterion asks. `kind` is not written in a plan: the keys tell it. */
export type Condition =
  | LeafCondition
  | { kind: 'all'; all: Condition[] }
  | { kind: 'any'; any: Condition[] }
  | { kind: 'not'; not: Condition };

export const EXPERIMENT_STATES = [
  'proven better',
  'proven worse',
  'not yet known',
  'proven safe',
  'proven harmful',
  'unreadable',
] as const;
export type ExperimentState = (typeof EXPERIMENT_STATES)[number];

const CONDITION_HELP =
  'write a condition such as { indicator: errors, window: 5m, over: 2% }, or all, any or not of conditions';
const LISTED = 'write one condition, or { all: [...] } or { any: [...] } around the list';

const window = duration('5m');
const burn = number('how many times the budgeted rate, such as 14.4', 0);
const confidence = ratio('99.9%', { least: 0, most: 1, open: true });
const aboveZero = number('a number above 0', Number.MIN_VALUE);
const mean = number('a mean from 0.000001 to 1000000', 1e-6).max(1e6, {
  error: 'write a mean from 0.000001 to 1000000',
});
const limit = number('a limit from 0.01 to 10000', 0.01).max(1e4, { error: 'write a limit from 0.01 to 10000' });

const leaves = [
  strict({ slo: idOf('an SLO'), alert: idOf('one of its alerts') }).transform((it) => ({
    kind: 'alert' as const,
    ...it,
  })),
  strict({ slo: idOf('an SLO'), window, burnOver: burn }).transform((it) => ({ kind: 'burn' as const, ...it })),
  strict({ slo: idOf('an SLO'), window, burnUnder: burn }).transform((it) => ({ kind: 'burn' as const, ...it })),
  strict({ slo: idOf('an SLO'), budgetLeftUnder: threshold }).transform((it) => ({ kind: 'budget' as const, ...it })),
  strict({ indicator: idOf('an indicator'), window, over: threshold }).transform((it) => ({
    kind: 'level' as const,
    ...it,
  })),
  strict({ indicator: idOf('an indicator'), window, under: threshold }).transform((it) => ({
    kind: 'level' as const,
    ...it,
  })),
  strict({
    indicator: idOf('an indicator'),
    ratioOver: aboveZero,
    confidence: confidence.optional(),
    window: window.optional(),
  }).transform((it) => ({ kind: 'ratio' as const, ...it })),
  strict({ experiment: idOf('an experiment'), is: word(...EXPERIMENT_STATES) }).transform((it) => ({
    kind: 'experiment' as const,
    ...it,
  })),
  strict({ cusum: idOf('a rate indicator'), every: duration('1m', 1000), m0: mean, m1: mean, h: limit }).transform(
    (it) => ({
      kind: 'cusum' as const,
      ...it,
    }),
  ),
  strict({ forecast: idOf('a forecast'), before: instant }).transform((it) => ({ kind: 'forecast' as const, ...it })),
  strict({ forecast: idOf('a forecast'), after: instant }).transform((it) => ({ kind: 'forecast' as const, ...it })),
  strict({
    evidence: z.union([id.transform((value) => [value]), list(id, 'evidence ids')], {
      error: 'write the ids of evidence',
    }),
  }).transform((it) => ({ kind: 'evidence' as const, ...it })),
  strict({ event: name, where: where.optional(), within: duration('30m') }).transform((it) => ({
    kind: 'event' as const,
    ...it,
  })),
] as const;

/**
 * A condition of a trigger or a criterion. The union is told apart by its keys; when none fits, `readPlan` reports on the
 * shape that fits the keys best.
 */
export const conditionSchema: z.ZodType<Condition> = z
  .lazy(() =>
    z.union(
      [
        ...leaves,
        strict({ all: list(conditionSchema, 'conditions') }).transform((it) => ({ kind: 'all' as const, ...it })),
        strict({ any: list(conditionSchema, 'conditions') }).transform((it) => ({ kind: 'any' as const, ...it })),
        strict({ not: conditionSchema }).transform((it) => ({ kind: 'not' as const, ...it })),
      ],
      { error: ({ input }) => (Array.isArray(input) ? LISTED : CONDITION_HELP) },
    ),
  )
  .meta({ id: 'condition' });
