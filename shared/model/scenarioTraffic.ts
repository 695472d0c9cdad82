import { z } from 'zod';
import { labelValue, list, name, number, strict, text, where, wholeNumber, word } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { anyOf, latency, moment, share } from './scenarioScalars.ts';
import { deployTraffic } from './scenarioDeploy.ts';
import { followsTraffic } from './scenarioFollows.ts';
import { funnelTraffic } from './scenarioFunnel.ts';
import { ledgerTraffic } from './scenarioLedger.ts';
import { queueTraffic } from './scenarioQueue.ts';
import { refundsTraffic } from './scenarioRefunds.ts';
import { labels, shape, stream, weighted } from './scenarioShape.ts';
import { stockTraffic } from './scenarioStock.ts';

const each = z
  .record(name, list(labelValue, 'label values'), { error: 'write a map of labels to lists of values' })
  .default({});

const splitError = 'write one label and the shares of its values, 100% in all: { outcome: { ok: 99%, error: 1% } }';
const split = z.record(name, z.record(labelValue, share), { error: splitError }).refine(
  (labels) => {
    const shares = Object.values(labels);
    const whole = Object.values(shares[0] ?? {}).reduce((sum, part) => sum + part, 0);
    return shares.length === 1 && Math.abs(whole - 1) < 1e-9;
  },
  { error: splitError },
);

const noise = word('poisson', 'none');

const countTraffic = strict({
  kind: z.literal('count'),
  /** By which what follows these events names them. */
  id: name.optional(),
  ...stream,
  /** One series for every combination. */
  each: weighted,
  /** Events a second of all series together, before shape and incidents. */
  perSecond: number('events a second, such as 120', 0),
  ...shape,
  /** A label that divides the events of each combination. */
  split: split.optional(),
  /** `poisson`: events independent of each other; `none`: the level itself, rounded so that no event is lost. */
  noise: noise.default('poisson'),
});

const latencyTraffic = strict({
  kind: z.literal('latency'),
  ...stream,
  each,
  /** Observations in one sample. */
  values: wholeNumber('how many observations a sample has, such as 5', 1).max(10_000, {
    error: 'write at most 10,000',
  }),
  /** Lognormal, by its median and its 99th percentile. Shape and incidents multiply both. */
  median: latency,
  p99: latency,
  ...shape,
  /** Upper bounds in ms: the observations are sent as counts per bucket instead of one by one. */
  buckets: list(number('an upper bound in ms', 0), 'upper bounds in ms').optional(),
  decimals: wholeNumber('0 to 3 decimals', 0).max(3, { error: 'write 0 to 3 decimals' }).default(1),
}).refine((it) => it.p99 > it.median, { error: 'write a p99 above the median' });

const valueStep = strict({
  at: moment,
  value: number('a value'),
  over: duration('2m').default(0),
  where: where.optional(),
});

const gaugeTraffic = strict({
  kind: z.literal('gauge'),
  ...stream,
  each,
  /** The level at the start. */
  value: number('the value at the start'),
  /** What the level becomes; in the order of time. */
  steps: list(valueStep, 'steps', 0).default([]),
  /** How much the value falls a second (below 0: rises), from `from` on: a stock that is sold, a backlog that grows. */
  falls: strict({
    perSecond: number('how much the value falls a second'),
    from: moment.optional(),
    noise: noise.default('none'),
  }).optional(),
  /** A random walk about the level: standard deviation of one step, and the share of the way back that each step goes. */
  walk: strict({ step: number('a standard deviation', 0), pull: share.default(0.05) }).optional(),
  min: number('the least value').optional(),
  max: number('the greatest value').optional(),
  decimals: wholeNumber('0 to 6 decimals', 0).max(6, { error: 'write 0 to 6 decimals' }).default(2),
});

const datum = z.union([z.string(), z.number(), z.boolean()], { error: 'write a text, a number, true or false' });

const eventTraffic = strict({
  kind: z.literal('event'),
  source: name,
  type: name,
  at: anyOf(moment, 'an instant'),
  labels,
  text: text('a text').optional(),
  data: z.record(z.string(), datum, { error: 'write a map, such as { commit: 9f1c }' }).optional(),
});

export const trafficSchema = z.discriminatedUnion(
  'kind',
  [
    countTraffic,
    latencyTraffic,
    gaugeTraffic,
    eventTraffic,
    deployTraffic,
    funnelTraffic,
    followsTraffic,
    refundsTraffic,
    ledgerTraffic,
    queueTraffic,
    stockTraffic,
  ],
  { error: 'write a kind: count, latency, gauge, event, deploy, funnel, follows, refunds, ledger, queue or stock' },
);

export type CountTraffic = z.output<typeof countTraffic>;
export type LatencyTraffic = z.output<typeof latencyTraffic>;
export type GaugeTraffic = z.output<typeof gaugeTraffic>;
export type EventTraffic = z.output<typeof eventTraffic>;
export type Traffic = z.output<typeof trafficSchema>;
