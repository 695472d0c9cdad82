import { z } from 'zod';
import { labelValue, name, number, strict, text, wholeNumber, word } from './planScalars.ts';
import { duration } from './planUnits.ts';
import { anyOf, factor, moment, seconds, seriesChoice, share } from './scenarioScalars.ts';

const span = {
  id: name,
  /** What happened, for the review. */
  says: text('what happened').optional(),
  from: moment,
  lasts: seconds('30s or 5m'),
  /** Comes and goes: in force for `lasts` out of `every`, counted from the beginning of the incident. */
  pulse: strict({ every: seconds('5m'), lasts: seconds('40s') }).optional(),
  where: seriesChoice.default({}),
};

/** Grows evenly from nothing to its full size over `rise`. */
const shaped = { ...span, rise: duration('30s').default(0) };

/** Shares of the values of the split label while it lasts, `{ error: 3% }`; the others shrink alike. */
const outcomeIncident = strict({
  kind: z.literal('outcome'),
  ...shaped,
  share: z.record(labelValue, share, { error: 'write the share of an outcome, such as { error: 3% }' }),
});

/** Every observation is multiplied by `factor`, then `add` is added. */
const latencyIncident = strict({
  kind: z.literal('latency'),
  ...shaped,
  factor: factor.default(1),
  add: duration('120ms').default(0),
});

/** Counts are multiplied by `factor`. */
const rateIncident = strict({ kind: z.literal('rate'), ...shaped, factor });

/** A gauge is multiplied by `factor`, then `add` is added. */
const gaugeIncident = strict({
  kind: z.literal('gauge'),
  ...shaped,
  factor: factor.default(1),
  add: number('what is added', -Number.MAX_VALUE).default(0),
});

/** `none`: nothing is made; `lost`: samples are made and never arrive; `held`: they all arrive when it ends. */
const silenceIncident = strict({
  kind: z.literal('silence'),
  ...span,
  samples: word('none', 'lost', 'held').default('none'),
});

/** The source is down for `lasts` and comes back with a new epoch, its seqs counted afresh. */
const restartIncident = strict({
  kind: z.literal('restart'),
  id: name,
  says: text('what happened').optional(),
  from: moment,
  lasts: duration('20s').default(0),
  epoch: name,
  where: strict({ source: anyOf(name, 'a source') }),
});

/** A share of the samples is sent again, up to `within` later. */
const duplicateIncident = strict({
  kind: z.literal('duplicate'),
  ...span,
  share,
  within: duration('2s').default(2000),
});

/** A share of the samples arrives up to `within` after it was made, so that others overtake it. */
const reorderIncident = strict({
  kind: z.literal('reorder'),
  ...span,
  share: share.default(1),
  within: duration('3s'),
});

/** A share of the samples arrives between half of `by` and `by` after it was made. */
const lateIncident = strict({ kind: z.literal('late'), ...span, share, by: duration('40s') });

/** A share of the samples never arrives: their seqs are missing. */
const dropIncident = strict({ kind: z.literal('drop'), ...span, share });

/** The clock of a source is ahead by so many ms (below 0: behind). */
const skewIncident = strict({
  kind: z.literal('skew'),
  ...span,
  ms: wholeNumber('whole ms, such as 1500 or -1500', -86_400_000),
});

/** A share of the samples is followed by another one with the same identity and other content. */
const conflictIncident = strict({ kind: z.literal('conflict'), ...span, share });

/** A share of the samples is cut off in the middle of the line. */
const brokenIncident = strict({ kind: z.literal('broken'), ...span, share });

export const incidentSchema = z.discriminatedUnion(
  'kind',
  [
    outcomeIncident,
    latencyIncident,
    rateIncident,
    gaugeIncident,
    silenceIncident,
    restartIncident,
    duplicateIncident,
    reorderIncident,
    lateIncident,
    dropIncident,
    skewIncident,
    conflictIncident,
    brokenIncident,
  ],
  {
    error:
      'write a kind: outcome, latency, rate, gauge, silence, restart, duplicate, reorder, late, drop, skew, conflict or broken',
  },
);

export type Incident = z.output<typeof incidentSchema>;
export type IncidentOf<Kind extends Incident['kind']> = Extract<Incident, { kind: Kind }>;
