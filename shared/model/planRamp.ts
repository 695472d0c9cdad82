import { z } from 'zod';
import { selectorSchema } from './planIndicators.ts';
import { addressSchema, environmentName } from './planLaunch.ts';
import { id, kindError, list, number, strict, text, where } from './planScalars.ts';
import { duration, instant, ratio } from './planUnits.ts';

/** Cells that advance together: every combination of the values named, and of all values of the dimensions not named. */
const waveSchema = strict({
  id,
  cells: where,
  starts: instant.optional(),
  dwell: duration('30m').optional(),
  needs: list(id, 'criteria', 0).default([]),
  /** What may be said of the cells while they are under `until`. */
  label: text('a label').optional(),
  until: ratio('50%').optional(),
});
export type Wave = z.output<typeof waveSchema>;

const actuatorSchema = z.discriminatedUnion(
  'kind',
  [
    strict({ kind: z.literal('manual') }),
    strict({ kind: z.literal('webhook'), url: addressSchema, secret: environmentName.optional() }),
  ],
  { error: kindError('manual', 'webhook') },
);

export const rampSchema = strict({
  /** Shares of traffic, as ratios, in the order of advance. */
  stages: list(ratio('5%'), 'percentages').refine(
    (stages) => stages.every((stage, place) => place === 0 || stage > (stages[place - 1] ?? 0)),
    {
      error: 'write stages that rise, such as [0%, 1%, 5%, 100%]',
    },
  ),
  waves: list(waveSchema, 'waves', 0).default([]),
  /** Demand at the forecast peak, against now; what a step costs is told for both. */
  peak: number('how many times the traffic of now comes at the peak, such as 2.3', 1).default(2.3),
  observed: strict({ gauge: selectorSchema }).optional(),
  actuator: actuatorSchema.default({ kind: 'manual' }),
});
export type Ramp = z.output<typeof rampSchema>;
