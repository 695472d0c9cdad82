import { z } from 'zod';
import { labelValue, list, name, number, strict, where } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { anyOf, factor, latency, moment, seconds, source } from './scenarioScalars.ts';

/** What several kinds of traffic have in common: who they are, and how their level goes. */

/** Factors at hours of the day (UTC), in straight lines between them and round midnight. */
const hour = z.string().regex(/^(?:1?\d|2[0-3])$/, { error: 'write an hour from 0 to 23' });
const daily = z
  .record(hour, factor, { error: 'write a map of hours (UTC) to factors, such as { 4: 0.4, 20: 1.2 }' })
  .refine((curve) => Object.keys(curve).length > 0, { error: 'write the factor of at least one hour' });

/** Up to `factor` times the level: rises from `at`, stays for `holds`, and falls back over `decay`. */
const spike = strict({
  at: moment,
  factor,
  rise: duration('10m'),
  holds: duration('10m').default(0),
  decay: duration('30m'),
});

/** From `at` on, the level of the series that `where` names is multiplied by `factor`, reached evenly over `over`. */
const factorStep = strict({ at: moment, factor, over: duration('2m').default(0), where: where.optional() });

/** How the level of a kind of traffic goes over the day. */
export const shape = {
  daily: daily.optional(),
  spikes: list(spike, 'spikes', 0).default([]),
  /** In the order of time. For each series the last that has come and names it holds; it starts from the one before. */
  steps: list(factorStep, 'steps', 0).default([]),
};

/** What every series of the traffic carries. */
export const labels = z
  .record(name, labelValue, { error: 'write a map of labels, such as { path: one-click }' })
  .default({});

/** Who sends series of one metric, and how often. */
export const stream = {
  metric: name,
  /** One name or pattern, or several, each of which sends series of its own. Read as a list. */
  source: anyOf(source, 'a source'),
  interval: seconds().default(1000),
  labels,
};

const weight = number('a weight above 0', Number.MIN_VALUE);
/** One series for every combination, with its part of the events. */
export const weighted = z
  .record(
    name,
    z.union([list(labelValue, 'label values'), z.record(labelValue, weight)], {
      error: 'write a list of label values, or a map of them to weights such as { US: 45, UK: 15 }',
    }),
    { error: 'write a map of labels to lists of values' },
  )
  .default({});

/** How long until something follows: lognormal, by its median and its 99th percentile. */
export const delay = strict({ median: latency, p99: latency }).refine((it) => it.p99 > it.median, {
  error: 'write a p99 above the median',
});

export type Delay = z.output<typeof delay>;
export type Spike = z.output<typeof spike>;
