import { z } from 'zod';
import { idOf, kindError, flag, id, list, minimum, name, number, strict, text, where, word } from './planScalars.ts';
import { duration, ratio, threshold } from './planUnits.ts';

/** Which samples: those of a metric whose labels match all of `where`. */
export const selectorSchema = strict({ metric: name, where: where.optional() });
export type Selector = z.output<typeof selectorSchema>;

const common = {
  says: text('what it measures').optional(),
  /** Of its values, as it is shown behind them; three capitals are a currency. */
  unit: text('a unit such as tickets or USD').optional(),
  by: list(name, 'label names').optional(),
  minimum: minimum.optional(),
  staleAfter: duration().optional(),
  interval: duration('5s').optional(),
  alive: z
    .union([selectorSchema, strict({ source: name })], { error: 'write { metric: ... } or { source: ... }' })
    .optional(),
  matures: duration('7d').optional(),
  proxy: idOf('an indicator').optional(),
  /** What it was before this launch, and where that was measured: `{ value: 54%, from: baseline.csv }`. */
  before: strict({ value: threshold, from: text('where it was measured, such as baseline.csv') }).optional(),
};

const latency = {
  latency: selectorSchema,
  /** The upper bounds in ms in which the telemetry comes, where it comes in buckets: lint checks limits against them. */
  buckets: list(number('an upper bound in ms', 0), 'upper bounds in ms').optional(),
};

/** `bad` of `total` that went wrong, `good` that went well, or `of` for a share that is neither. */
const ratioIndicator = strict({
  kind: z.literal('ratio'),
  bad: selectorSchema.optional(),
  good: selectorSchema.optional(),
  of: selectorSchema.optional(),
  total: selectorSchema,
  ...common,
})
  .refine((it) => [it.bad, it.good, it.of].filter((part) => part !== undefined).length === 1, {
    error: 'write exactly one of bad, good and of',
  })
  .meta({ oneOf: [{ required: ['bad'] }, { required: ['good'] }, { required: ['of'] }] });

export const indicatorSchema = z.discriminatedUnion(
  'kind',
  [
    ratioIndicator,
    strict({
      kind: z.literal('rate'),
      count: selectorSchema,
      per: selectorSchema,
      scale: number('a number above 0', Number.MIN_VALUE).optional(),
      ...common,
    }),
    strict({ kind: z.literal('speed'), count: selectorSchema, peak: flag.optional(), ...common }),
    strict({ kind: z.literal('share'), ...latency, within: duration('250ms', 1), ...common }),
    strict({
      kind: z.literal('quantile'),
      ...latency,
      q: number('a number between 0 and 1, such as 0.99', 0).max(1, {
        error: 'write a number between 0 and 1, such as 0.99',
      }),
      ...common,
    }),
    strict({ kind: z.literal('mean'), ...latency, ...common }),
    strict({ kind: z.literal('total'), count: selectorSchema, ...common }),
    strict({
      kind: z.literal('gauge'),
      gauge: selectorSchema,
      over: word('sum', 'sumAbs', 'max', 'min', 'mean').optional(),
      ...common,
    }),
    strict({ kind: z.literal('compare'), treatment: idOf('an indicator'), baseline: idOf('an indicator'), ...common }),
  ],
  { error: kindError('ratio', 'rate', 'speed', 'share', 'quantile', 'mean', 'total', 'gauge', 'compare') },
);
export type Indicator = z.output<typeof indicatorSchema>;

/** An alert pair. `factor`, or `spend` (share of the budget) from which it follows. */
const alertSchema = strict({
  id,
  long: duration('1h', 1000),
  short: duration('5m').optional(),
  factor: number('how many times the budgeted rate, such as 14.4', Number.MIN_VALUE).optional(),
  spend: ratio('10%', { open: true, most: 10 }).optional(),
  severity: word('page', 'ticket').optional(),
})
  .refine((it) => (it.factor === undefined) !== (it.spend === undefined), { error: 'write either factor or spend' })
  .meta({ oneOf: [{ required: ['factor'] }, { required: ['spend'] }] });
export type Alert = z.output<typeof alertSchema>;

export const sloSchema = strict({
  says: text('what it promises').optional(),
  indicator: idOf('an indicator'),
  objective: ratio('99.95%', { open: true }),
  period: duration('12h', 1000),
  /** Events expected over the period. */
  expected: number('how many events are expected, such as 9000000', 1)
    .max(1e15, { error: 'write how many events are expected, at most 1e15' })
    .optional(),
  spentAtStart: ratio('0%', { most: 100 }).optional(),
  /** A failure of everything that people remember, drawn on the budget for scale. */
  scale: strict({ says: text('what it was'), lasts: duration('45m', 1000) }).optional(),
  alerts: list(alertSchema, 'alert pairs').optional(),
  owner: idOf('a role').optional(),
});
export type Slo = z.output<typeof sloSchema>;
