import { z } from 'zod';
import { parseDurationMs } from '../base/duration.ts';
import { parseInstant, type Instant } from '../base/instant.ts';
import { name, strict, where } from './planScalars.ts';
import { duration, ratio } from './planUnits.ts';

/** The bricks that a scenario has beyond those of a plan. Errors complete the same sentence: "found X; ...". */

/** A moment of a scenario: one on the clock or against T-0, or so many ms after the recording starts. */
export type Moment = Instant | { readonly afterStartMs: number };

const momentError = 'write an instant such as T+30m or 2026-03-30T14:00:00Z, or a duration after the start such as 90s';

/** When something happens. */
export const moment = z
  .string({ error: momentError })
  .meta({ examples: ['T+30m', '2026-03-30T14:00:00Z', '90s'] })
  .transform((value, context): Moment => {
    const afterStartMs = parseDurationMs(value);
    const read = afterStartMs === undefined ? parseInstant(value) : { afterStartMs };
    if (read !== undefined) return read;
    context.issues.push({ code: 'custom', input: value, message: momentError });
    return z.NEVER;
  });

/** A length of time of whole seconds, at least one, read as ms. */
export function seconds(example = '1s, 30s or 5m') {
  return duration(example).refine((ms) => ms >= 1000 && ms % 1000 === 0, {
    error: `write a duration in whole seconds such as ${example}`,
  });
}

/** A share of a whole, 0 to 1. */
export const share = ratio('5%');

/** What something is multiplied by: 2.3, or 25%. */
export const factor = ratio('25%, or a factor such as 2.3', { most: 1_000_000 });

const latencyError = 'write a latency in ms such as 12.5, or a duration such as 250ms';

/** A latency, read as ms. */
export const latency = z.union([z.number().positive({ error: latencyError }), duration('250ms')], {
  error: latencyError,
});

/** A source, or a pattern for one: `gw-{market}` is one source for each market. */
export const source = z.string({ error: 'write the name of a source' }).regex(/^[A-Za-z_][A-Za-z0-9_.:{}-]{0,127}$/, {
  error: 'write the name of a source such as gw-1, or a pattern such as gw-{market}',
});

/** One value, or several of which any will do. Read as a list. */
export function anyOf<Item extends z.ZodType>(item: Item, what: string) {
  const error = `write ${what}, or a list of them`;
  return z.union([item.transform((one) => [one]), z.array(item).min(1, { error })], { error });
}

/** Which series are meant. What is left out matches all. */
export const seriesChoice = strict({
  source: anyOf(name, 'a source').optional(),
  metric: anyOf(name, 'a metric').optional(),
  labels: where.optional(),
});
export type SeriesChoice = z.output<typeof seriesChoice>;
