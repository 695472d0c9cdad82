import type { z } from 'zod';
import { selectorSchema } from './planIndicators.ts';
import { byId, id, idOf, list, name, number, strict, text, where, wholeNumber } from './planScalars.ts';
import { instant, duration, ratio } from './planUnits.ts';

/** Counts told apart by the label `arm`, whose values are the arms' names. */
const byArm = strict({ metric: name, where: where.optional(), arm: name });

export const experimentSchema = strict({
  says: text('what is tried').optional(),
  /** Arm to its share of the traffic. */
  arms: byId(ratio('50%'), 'arms with their shares')
    .refine((arms) => Object.keys(arms).length >= 2, {
      error: 'write at least two arms with their shares',
    })
    .meta({ minProperties: 2 }),
  exposures: byArm,
  conversions: byArm,
  /** Difference of conversion that the launch promises: `+0.8pp`. */
  expects: ratio('+0.8pp', { least: -1 }).optional(),
  /** What that is worth over a while: `{ amount: 42000000, per: 91d }`, in the currency of `launch.value`. */
  worth: strict({ amount: number('an amount such as 42000000', 0), per: duration('91d', 1000) }).optional(),
  holdback: ratio('5%').optional(),
  /** Exposures at the plan's first decision point. */
  firstDecision: wholeNumber('a number of exposures such as 20000', 1).optional(),
  guardrails: list(
    strict({ indicator: idOf('an indicator'), margin: ratio('0.1pp', { open: true }) }),
    'guardrails',
    0,
  ).default([]),
});
export type Experiment = z.output<typeof experimentSchema>;

const weighed = (what: string) =>
  text(what)
    .max(500, { error: `write ${what} of at most 500 characters` })
    .optional();

/** What may be chosen, and what the plan says of it beforehand. */
const optionSchema = strict({
  says: text('what it means'),
  money: weighed('what it earns or costs'),
  risk: weighed('what may go wrong'),
  compliance: weighed('what it asks of compliance'),
  customers: weighed('what customers see of it'),
  evidence: weighed('what that rests on'),
});

export const pollSchema = strict({
  question: text('a question'),
  voters: list(id, 'roles'),
  criteria: list(id, 'criteria', 0).default([]),
  options: byId(optionSchema, 'options').optional(),
  opens: instant.optional(),
  closes: instant,
  answerExpires: duration('15m').optional(),
});
export type Poll = z.output<typeof pollSchema>;

/** When `remaining` (an indicator) runs out, at the pace of `consumed` over the last `last`. */
export const forecastSchema = strict({
  remaining: idOf('an indicator'),
  consumed: selectorSchema,
  last: duration('10m', 1000),
});
export type Forecast = z.output<typeof forecastSchema>;
